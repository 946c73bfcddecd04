using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;
using LongTail.Tests.Prediction;
using SkiaSharp;

namespace LongTail.Tests.Runs;

/// <summary>The strength of an adjustment after training is chosen on validation images: against each strength by itself.</summary>
public sealed class ChosenTauTests : IDisposable
{
    const int Side = 16;

    static readonly double[] s_taus = [.. Enumerable.Range(0, 21).Select(step => step / 10.0)];

    readonly TempFolder _folder = new();

    // Classes of other brightness, so alike that it matters where the line is.
    public ChosenTauTests()
    {
        CounterRandom random = new Seed(3).For("pictures");
        ulong number = 0;
        foreach ((string part, int[] pictures) in ((string, int[])[])[("train", [40, 8, 3]), ("val", [12, 11, 10]), ("test", [10, 10, 10])])
            for (int label = 0; label < pictures.Length; label++)
                for (int i = 0; i < pictures[label]; i++)
                {
                    double brightness = 90 + 30 * label + 18 * random.Normal(number++);
                    byte[] pixels = [.. Enumerable.Range(0, Side * Side * 4).Select(at => (byte)(at % 4 == 3 ? 255 : Math.Clamp(brightness + 20 * random.Normal(number++), 0, 255)))];
                    _folder.Write($"data/{part}/{label}/{i}.png", TestPictures.Png(Side, Side, SKColorType.Rgba8888, pixels));
                }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Post_hoc_adjustment() => IsTheBest(tau => new PostHocAdjustment { Tau = tau }, new PostHocAdjustment { TauFrom = TauSource.Validation });

    [Fact]
    public void Of_a_student() => IsTheBest(tau => new AdjustedDistillation { Tau = tau }, new AdjustedDistillation { TauFrom = TauSource.Validation });

    [Fact]
    public void Tau_normalisation() => IsTheBest(tau => new TauNormalization { Tau = tau }, new TauNormalization { TauFrom = TauSource.Validation });

    void IsTheBest(Func<double, Method> given, Method chosen)
    {
        EpochRecord[] each = [.. s_taus.Select(tau => Run(given(tau)).Last)];
        Assert.All(each, record => Assert.Null(record.Chosen));
        double[] accuracies = [.. each.Select(record => record.OnValidation!.BalancedAccuracy)];
        double expected = s_taus.Where((_, i) => accuracies[i] == accuracies.Max()).MinBy(tau => Math.Abs(tau - 1));
        Assert.True(accuracies.Distinct().Count() > 2 && accuracies[10] < accuracies.Max(), $"1 is as good as any, and this says nothing: {string.Join(" ", accuracies)}");

        StageResult result = Run(chosen);
        Assert.Equal([new("tau", expected)], result.Last.Chosen!.Value);
        EpochRecord same = each[Array.IndexOf(s_taus, expected)];
        Assert.Equal(same.OnValidation!.Correct, result.Last.OnValidation!.Correct);
        Assert.Equal(same.Evaluation!.Correct, result.Last.Evaluation!.Correct);

        StageResult found = Run(chosen);
        Assert.True(found.Reused);
        Assert.Equal(result.Last.Chosen.Value, found.Last.Chosen!.Value);
    }

    StageResult Run(Method method)
    {
        RunEnvironment here = Workshop.EnvironmentIn(_folder.At("runs")) with { DataFolder = _folder.At("data") };
        Recipe recipe = Workshop.Recipe(method) with
        {
            Data = new() { Set = PictureSets.Folders, Pictures = new() { Size = Side, ShorterSide = Side } },
            Network = new CifarResNet { Depth = 8, Width = 4 },
            Augmentation = new() { CropPadding = 1, Normalization = Normalization.ImageNet },
            BatchSize = 16,
            Epochs = 12,
            Optimizer = new() { LearningRate = 0.05, WarmupEpochs = 0, Schedule = new CosineSchedule() },
        };
        return new StageRunner(here).Run(RunPlan.Of([recipe], here), TestContext.Current.CancellationToken)[^1];
    }
}
