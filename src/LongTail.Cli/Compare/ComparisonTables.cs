using System.Collections.Immutable;
using System.Globalization;
using LongTail.Cli.Display;
using LongTail.Cli.Reports;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Results;

namespace LongTail.Cli.Compare;

/// <summary>What a comparison says to people: the tables, and the sentences around them.</summary>
static class ComparisonTables
{
    /// <summary>What was trained, on what, how often.</summary>
    public static string Head(Comparison comparison)
    {
        ComparisonRun run = comparison.Trained.First().Runs[0];
        TrainingSet data = run.Result.Stage.Data;
        int draws = comparison.Request.Repetitions.DistinctBy(repetition => repetition.SubsetSeed).Count();
        ClassCounts counts = run.Result.Counts;
        return $"{Words.Data(draws > 1 ? data with { SubsetSeed = 0 } : data)}, {comparison.Request.Methods[0].Recipe.Network.Label}: {counts.Classes} classes of {counts.Largest} to {counts.Smallest} training images, "
            + $"{comparison.Request.Methods[0].Recipe.Epochs} epochs, preset {comparison.Request.Preset.Name}. {Repetitions(comparison.Request.Repetitions, draws)}";
    }

    /// <summary>Why a method has no numbers.</summary>
    public static string Sentence(string method, string reason) => $"{SafeText.Of(method)}: not trained: {SafeText.Of(reason, 1000)}";

    /// <summary>What is to be said of single rows: which have no numbers, and which have settings of another preset.</summary>
    public static IEnumerable<string> Remarks(Comparison comparison) =>
    [
        .. comparison.Rows.Where(row => row.NotTrained is not null).Select(row => Sentence(row.Label, row.NotTrained!)),
        .. comparison.Rows.Where(row => row.Method.Preset != comparison.Request.Preset).Select(row =>
            $"{SafeText.Of(row.Label)}: preset {row.Method.Preset.Name}, not {comparison.Request.Preset.Name}: neither the settings of its paper nor its code were at hand (docs/methods/{row.Method.Choice.Entry.Name}.md)."),
        .. comparison.Rows.Where(row => row.Chosen.Any()).Select(row => $"{SafeText.Of(row.Label)}: {string.Join(", ", row.Chosen)} chosen on the validation images{(row.Runs.Length > 1 ? ", run by run" : "")}."),
        .. Unmeasured(comparison),
    ];

    // Of the first run that there is: test images are the same for all draws of the training images.
    static IEnumerable<string> Unmeasured(Comparison comparison)
    {
        if (comparison.Trained.SelectMany(row => row.Runs).FirstOrDefault() is not { } run) yield break;
        EvaluationResult evaluation = run.Result.Evaluation;
        int missing = evaluation.Images.Count(images => images == 0);
        if (missing == 0) yield break;
        IEnumerable<string> shares = new[] { TestPrior.Usual[0], TestPrior.Uniform, TestPrior.Usual[^1] }.Select(prior => string.Create(CultureInfo.InvariantCulture, $"{100 * prior.MeasuredShare(evaluation, run.Result.Counts):0.#} % of {prior}"));
        yield return $"{Words.Whole(missing)} of {Words.Whole(evaluation.Classes)} classes have no test image: balanced accuracy, groups and the worst class are of the others, and so is top-1 under other class frequencies in the files, of {string.Join(", ", shares)}.";
    }

    public static IEnumerable<ReportTable> Of(Comparison comparison)
    {
        bool several = comparison.Request.Repetitions.Length > 1;
        string spread = several ? ": mean ± standard deviation over the runs" : "";
        string steered = comparison.Rows.Any(row => row.SawTestLabels) ? $" {TestLabels.Sentence}" : "";
        yield return new($"After the last epoch{spread}", [.. Measure.All.Select(measure => Column(comparison, measure.Title, run => run.Last(measure), measure))],
            $"In %, but for the likelihood NLL; ECE is the expected calibration error. Of both, less is better.{steered}");
        if (DifferencesIn(comparison) is { Columns.Length: > 0 } differences) yield return differences with { Note = differences.Note + steered };
        yield return new($"Which epoch{spread}", [.. new[] { Measure.Top1, Measure.Balanced }.SelectMany(measure => EpochsOf(comparison, measure))],
            $"In %. last: the last epoch, the number to report{(steered.Length > 0 ? " where the row is not marked" : "")}. {(HasValidation(comparison) ? "validation: the epoch that was best on the validation images." : "halves: the epoch that was best on one half of the test images, measured on the other half, both ways.")} best: the epoch that was best on the test set, chosen on the test set and so too high.{steered}");
        if (HasValidation(comparison))
            yield return new($"On the validation images, after the last epoch{spread}", [.. Measure.Main.Select(measure => Column(comparison, measure.Title, run => run.OnValidation(measure), measure))],
                "In %. To choose settings by, such as tau or a temperature: the test images have no part in it.");
        yield return new($"Cost{spread}",
            [
                Column(comparison, "minutes", run => run.Minutes, digits: 1),
                Column(comparison, "last stage", run => run.MinutesOfLastStage, digits: 1),
                new("peak MiB", [.. comparison.Rows.Select(row => row.Runs.Length == 0 ? ReportCell.Nothing : new(Words.Whole(row.Runs.Max(run => run.PeakMebibytes)), "", IsBest: false))]),
            ],
            "minutes: in training steps of all stages that the method needs, shared or not. last stage: of the last of them alone. peak: most memory of the process while one of them was trained, and those side by side with it.");
    }

    static ReportTable DifferencesIn(Comparison comparison)
    {
        string names = string.Join(" and of ", comparison.References.Select(reference => SafeText.Of(reference.Label)));
        bool several = comparison.Request.Repetitions.Length > 1;
        bool crossed = IsCrossed(comparison.Request.Repetitions);
        return new(
            $"Ahead of {names}, in points{(several ? $": mean ± half of {(crossed ? "the" : "Student's")} 95 % interval" : "")}",
            [.. from reference in comparison.References from measure in Measure.Main where comparison.Trained.Any(row => row.Over(reference, measure) is not null)
                select Differences(comparison, reference, measure)],
            several ? $"Run by run: the same seed, the same images. * beyond its interval: zero is outside.{(crossed ? " Runs with a seed or a draw in common are not independent: the interval has the spread of seeds, averaged over draws, and that of draws, averaged over seeds." : "")}" : "One run: nothing is known about what chance does to the differences.");
    }

    static bool IsCrossed(ImmutableArray<Repetition> repetitions) =>
        repetitions.DistinctBy(repetition => repetition.Seed).Count() > 1 && repetitions.DistinctBy(repetition => repetition.SubsetSeed).Count() > 1;

    static ReportColumn Differences(Comparison comparison, ComparisonRow reference, Measure measure)
    {
        return new($"over {SafeText.Of(reference.Label, 24)}: {measure.Title}", [.. comparison.Rows.Select(row => Cell(row.Over(reference, measure)))]);

        static ReportCell Cell(RepeatedMeasurement? difference) => difference is not { } ahead ? ReportCell.Nothing
            : new(string.Create(CultureInfo.InvariantCulture, $"{ahead.Mean:+0.00;-0.00;0.00}"), ahead.HalfWidth is { } half ? $"± {Fixed(half, 2)}{(ahead.ExcludesZero == true ? " *" : "")}" : "", IsBest: false);
    }

    static bool HasValidation(Comparison comparison) => comparison.Trained.Any(row => row.Over(run => run.Validated(Measure.Top1)) is not null);

    static IEnumerable<ReportColumn> EpochsOf(Comparison comparison, Measure measure) =>
    [
        Column(comparison, $"{measure.Title}: last", run => run.Last(measure), measure),
        HasValidation(comparison) ? Column(comparison, $"{measure.Title}: validation", run => run.Validated(measure), measure) : Column(comparison, $"{measure.Title}: halves", run => run.Halves(measure), measure),
        Column(comparison, $"{measure.Title}: best", run => run.Best(measure), measure),
    ];

    static ReportColumn Column(Comparison comparison, string header, Func<ComparisonRun, double?> number, Measure? measure = null, int digits = 2)
    {
        RepeatedMeasurement?[] measured = [.. comparison.Rows.Select(row => row.Over(number))];
        string[] values = [.. measured.Select(one => one is { } value ? Fixed(value.Mean, measure?.Digits ?? digits) : ReportCell.Nothing.Value)];
        bool[] counts = [.. comparison.Rows.Select(row => !row.SawTestLabels)];   // what saw the answers is the best of nothing
        string? best = measure is null || comparison.Trained.Count() < 2 ? null : BestOf([.. measured.Zip(counts, (one, fair) => fair ? one : null)], values, measure.LowerIsBetter);
        return new(header, [.. measured.Select((one, i) => one is null ? ReportCell.Nothing
            : new(values[i], one.Value.Deviation is { } deviation ? $"± {Fixed(deviation, measure?.Digits ?? digits)}" : "", counts[i] && values[i] == best))]);
    }

    // As it is shown, so that what looks equal is equally good.
    static string? BestOf(RepeatedMeasurement?[] measured, string[] values, bool lowerIsBetter)
    {
        (double Mean, string Shown)[] known = [.. measured.Zip(values).Where(pair => pair.First is not null).Select(pair => (pair.First!.Value.Mean, pair.Second))];
        return known.Length == 0 ? null : lowerIsBetter ? known.MinBy(pair => pair.Mean).Shown : known.MaxBy(pair => pair.Mean).Shown;
    }

    static string Repetitions(ImmutableArray<Repetition> repetitions, int draws)
    {
        int seeds = repetitions.DistinctBy(repetition => repetition.Seed).Count();
        return repetitions.Length == 1 ? $"n = 1 run, seed {repetitions[0].Seed}."
            : $"n = {repetitions.Length} runs: {Count(seeds, "seed")}{(draws > 1 ? $" on each of {draws} draws of the images" : "")}.";

        static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
    }

    static string Fixed(double value, int digits) => value.ToString($"F{digits}", CultureInfo.InvariantCulture);
}
