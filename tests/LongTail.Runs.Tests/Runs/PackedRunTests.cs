using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Packs;
using LongTail.Pictures;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Tests.Runs;

/// <summary>A run that keeps its pictures in packs is a run like any other.</summary>
public sealed class PackedRunTests : IDisposable
{
    static readonly PictureSource s_packed = new() { Size = 16, ShorterSide = 20, PackedSide = 24 };

    readonly TempFolder _folder = new();

    public PackedRunTests()
    {
        for (int i = 0; i < 30; i++) _folder.Write($"data/{(i % 3 == 0 ? "cat" : "dog")}/{i:00}.jpg", PictureFiles.Read(PictureFiles.Whole[i % PictureFiles.Whole.Length]));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_gives_the_same_numbers_with_any_number_of_threads_when_continued_and_without_packs()
    {
        ImmutableArray<StageResult> whole = Run("whole", 2);
        Assert.Equal(2, Directory.GetFiles(_folder.At("whole/out/packed"), "*.pack").Length);   // training and test set
        StageFiles.AssertEqual(whole, Run("other", 5));

        using CancellationTokenSource source = new();
        RunWatch watch = new();
        watch.AfterStep = _ => { if (watch.Steps == 9) source.Cancel(); };   // within BKD
        RunEnvironment stopped = In("stopped", 2);
        Assert.Throws<OperationCanceledException>(() => new StageRunner(stopped, watch).Run(RunPlan.Of([Recipe(s_packed)], stopped), source.Token));
        StageFiles.AssertEqual(whole, Run("stopped", 2));

        _folder.Write("unpacked/out/packed", "a file where the folder would be"u8.ToArray());
        StageFiles.AssertEqual(whole, Run("unpacked", 2));
    }

    [Fact]
    public void What_is_stored_is_measured_again_from_the_files_to_the_same_numbers()
    {
        StageResult result = Run("stored", 2)[1];
        Directory.Delete(_folder.At("stored/out/packed"), recursive: true);
        EvaluatedCheckpoint again = CheckpointEvaluator.Evaluate(result.Folder, _folder.At("data"), new() { Device = ComputeDevice.Cpu });
        Assert.Equal(24, again.Card.Data.Pictures!.PackedSide);
        Assert.Equal(result.Last.Evaluation!.Top1, again.Predictions.Evaluate().Top1);
    }

    [Fact]
    public void What_is_packed_is_in_the_key_and_nothing_else_is()
    {
        string KeyOf(PictureSource source) => RunPlan.Of([Recipe(source)], In("keys", 1)).Asked[0].Key.Hex;
        PictureSource plain = s_packed with { PackedSide = 0 };
        Assert.Equal(3, new[] { plain, s_packed, s_packed with { PackedSide = 32 } }.Select(KeyOf).Distinct().Count());
        Assert.DoesNotContain("PackedSide", CanonicalText.Of(RunPlan.Of([Recipe(plain)], In("keys", 1)).Asked[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_tells_the_packs_that_are_missing_and_those_that_are_there()
    {
        RunEnvironment environment = In("planned", 2);
        PlannedPack[] planned = [.. PlannedPacks.Of(RunPlan.Of([Recipe(s_packed)], environment), environment.OutputFolder)];
        Assert.Equal([(24, 24, false), (6, 24, false)], planned.Select(pack => (pack.Pictures, pack.ShorterSide, pack.IsThere)));
        Run("planned", 2);
        Assert.Empty(PlannedPacks.Of(RunPlan.Of([Recipe(s_packed)], environment), environment.OutputFolder));   // everything is trained

        Recipe more = Recipe(s_packed) with { Seed = 5 };
        PlannedPack[] built = [.. PlannedPacks.Of(RunPlan.Of([more], environment), environment.OutputFolder)];
        Assert.Equal(planned.Select(pack => pack with { IsThere = true }), built);   // fewer pictures than are looked at: the estimate is exact
        Assert.All(built, pack => Assert.Equal(new FileInfo(pack.Path).Length, pack.Bytes));
        Assert.Empty(PlannedPacks.Of(RunPlan.Of([Recipe(s_packed with { PackedSide = 0 })], environment), environment.OutputFolder));
    }

    [Fact]
    public void Packing_below_the_side_that_measuring_uses_is_refused() => Assert.Equal(
        "Found pictures packed at 19 pixels, which measuring enlarges to 20, expected at least as many. Raise data.packedSide, lower data.resize, or set data.packedSide to 0.",
        Assert.Throws<RecipeException>(() => RunPlan.Of([Recipe(s_packed with { PackedSide = 19 })], In("refused", 1))).Message);

    [Theory, InlineData(-1), InlineData(7), InlineData(8193)]
    public void A_side_without_sense_is_refused(int side) =>
        Assert.Contains($"Found pictures packed at {side} pixels, expected 8 to 8192, or 0", Assert.Throws<RecipeException>(() => new PictureSource { PackedSide = side }).Message, StringComparison.Ordinal);

    [Fact]
    public void Recipes_that_differ_in_what_is_packed_alone_do_not_disturb_each_other_in_one_plan()
    {
        PictureSource[] sources = [s_packed, s_packed with { PackedSide = 0 }, s_packed with { PackedSide = 32 }];
        Recipe[] recipes = [.. sources.Select(source => Recipe(source) with { Method = new CrossEntropy(), Epochs = 1 })];
        RunEnvironment together = In("together", 2);
        ImmutableArray<StageResult> all = new StageRunner(together).Run(RunPlan.Of(recipes, together), TestContext.Current.CancellationToken);
        for (int i = 0; i < recipes.Length; i++)
        {
            RunEnvironment alone = In($"alone-{i}", 2);
            StageFiles.AssertEqual(new StageRunner(alone).Run(RunPlan.Of([recipes[i]], alone), TestContext.Current.CancellationToken), [all[i]]);
        }
    }

    ImmutableArray<StageResult> Run(string name, int decodingThreads)
    {
        RunEnvironment here = In(name, decodingThreads);
        return new StageRunner(here).Run(RunPlan.Of([Recipe(s_packed)], here));
    }

    RunEnvironment In(string name, int decodingThreads) => Workshop.EnvironmentIn(_folder.At(name)) with { DataFolder = _folder.At("data"), DecodingThreads = decodingThreads };

    static Recipe Recipe(PictureSource source) => Workshop.Recipe(new BalancedDistillation()) with
    {
        Data = new() { Set = PictureSets.Folders, Pictures = source },
        Network = new CifarResNet { Depth = 8, Width = 2 },
        Augmentation = new() { CropPadding = 0, ResizedCrop = new(), Jitter = new(), Normalization = Normalization.ImageNet },
        BatchSize = 8,
    };
}
