using System.Globalization;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Display;

/// <summary>Numbers and stages in words, the same wherever they are shown.</summary>
static class Words
{
    static readonly double s_usualTail = new StepProfile(1).TailFraction;

    /// <summary>Which classes of the data are meant; empty for all.</summary>
    public static string Subset(ClassSubset? subset) => subset is null ? "" : $", {Group(subset)}-shot classes only ({(subset.Convention == GroupConvention.Oltr ? "OLTR's" : "Kang's")})";

    /// <summary>Top-1 accuracy, and the balanced one where it is another.</summary>
    public static string Accuracy(EvaluationResult evaluation) =>
        $"top-1 {Percent(evaluation.Top1)} %{(evaluation.IsBalanced ? "" : $", balanced {Percent(evaluation.BalancedAccuracy)} %")}";

    /// <summary>Such as "few".</summary>
    public static string Group(ClassSubset subset) => subset.Group.Word();

    /// <summary>Such as "42.20"; a dash where there is nothing to measure.</summary>
    public static string Percent(double fraction) => double.IsNaN(fraction) ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100 * fraction:0.00}");

    public static string Whole(double value) => Math.Round(value).ToString("#,0", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        { TotalMinutes: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalDays} d {time.Hours} h"),
    };

    /// <summary>Such as "cuda:0, NVIDIA H200, TF32".</summary>
    public static string Device(MadeBy by) => $"{by.Device}{(by.DeviceName.Length > 0 ? $", {by.DeviceName}" : "")}{(by.Tf32 ? ", TF32" : "")}{(by.CudaGraph ? ", recorded step" : "")}{(by.CudnnBenchmark ? ", cuDNN's benchmark" : "")}";

    /// <summary>Such as "bkd resnet32 seed 0".</summary>
    public static string Stage(Stage stage) => $"{stage.Method} {stage.Network.Label} seed {stage.Seed}";

    /// <summary>Such as "cifar10, exponential, ratio 100".</summary>
    public static string Data(TrainingSet data)
    {
        string seed = data.SubsetSeed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", subset seed {data.SubsetSeed}");
        return SafeText.Of($"{data.Set}{Profile(data.Profile)}{seed}", 200);
    }

    // Every setting that is not the usual one is told: of two different cuts no heading is the same.
    static string Profile(LongTailProfile profile) => profile switch
    {
        AsItIs => "",
        ExponentialProfile exponential => string.Create(CultureInfo.InvariantCulture, $", exponential, ratio {exponential.Ratio}{Largest(exponential.Largest)}"),
        StepProfile step => string.Create(CultureInfo.InvariantCulture, $", step, ratio {step.Ratio}{(step.TailFraction == s_usualTail ? "" : $", {step.TailFraction} of the classes in the tail")}{Largest(step.Largest)}"),
        ParetoProfile pareto => string.Create(CultureInfo.InvariantCulture, $", Pareto, power {pareto.Power}, {pareto.Largest} to {pareto.Smallest} images"),
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile.GetType().Name, "Found a cut without words, expected one that is told here."),
    };

    static string Largest(int? images) => images is { } most ? string.Create(CultureInfo.InvariantCulture, $", largest class of {most}") : "";

    /// <summary>Such as "loss 0.812 (ce 0.412, bkd 0.400)".</summary>
    public static string Loss(EpochRecord epoch) => string.Create(CultureInfo.InvariantCulture,
        $"loss {epoch.Loss:0.0000}{(epoch.Terms.Length > 1 ? $" ({string.Join(", ", epoch.Terms.Select(Term))})" : "")}");

    /// <summary>Such as ", tau 0.8 chosen on the validation images"; nothing where a stage chose nothing by itself.</summary>
    public static string Chosen(EpochRecord epoch) => epoch.Chosen is { } chosen
        ? string.Create(CultureInfo.InvariantCulture, $", {string.Join(", ", chosen.Select(setting => string.Create(CultureInfo.InvariantCulture, $"{setting.Name} {setting.Value}")))} chosen on the validation images") : "";

    static string Term(LossTermMean term) => string.Create(CultureInfo.InvariantCulture, $"{term.Name} {term.Value:0.0000}");
}
