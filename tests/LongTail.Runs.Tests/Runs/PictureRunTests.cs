using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Kernels;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;
using TorchSharp;

namespace LongTail.Tests.Runs;

/// <summary>A folder of pictures is trained, interrupted, continued and measured like any other set.</summary>
public sealed class PictureRunTests : IDisposable
{
    static readonly string[] s_files = ["colour.png", "palette.png", "colour.bmp", "lossless-alpha.webp", "orientation-6.jpg", "grey-alpha.png"];

    readonly TempFolder _folder = new();

    public PictureRunTests()
    {
        string golden = Path.Combine(Repository.Root, "tests", "LongTail.Tests", "Golden", "pictures");
        for (int i = 0; i < 30; i++)
            _folder.Write($"data/{(i % 3 == 0 ? "cat" : "dog")}/{i:00}{Path.GetExtension(s_files[i % 6])}", File.ReadAllBytes(Path.Combine(golden, s_files[i % 6])));
        _folder.Write("data/dog/=sum(1).txt", "no picture"u8.ToArray());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Threads_that_decode_change_nothing()
    {
        ImmutableArray<StageResult> one = Run("one", 1), three = Run("three", 3);
        StageFiles.AssertEqual(one, three);
        Assert.Equal(["ce", "bkd"], one.Select(result => result.Stage.Method));
    }

    [Fact]
    public void A_run_that_is_continued_is_equal_to_a_whole_one_and_no_tensor_stays()
    {
        ImmutableArray<StageResult> whole = Run("whole", 2);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using CancellationTokenSource source = new();
        RunWatch watch = new();
        watch.AfterStep = _ => { if (watch.Steps == 9) source.Cancel(); };   // within BKD
        RunEnvironment here = In("stopped", 2);
        Assert.Throws<OperationCanceledException>(() => new StageRunner(here, watch).Run(RunPlan.Of([Recipe], here), source.Token));
        StageFiles.AssertEqual(whole, Run("stopped", 2));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void What_is_stored_is_measured_again_to_the_same_numbers()
    {
        StageResult result = Run("stored", 2)[1];
        EvaluatedCheckpoint again = CheckpointEvaluator.Evaluate(result.Folder, _folder.At("data"), new() { Device = ComputeDevice.Cpu });
        Assert.Equal(result.Last.Evaluation!.Top1, again.Predictions.Evaluate().Top1);
    }

    [Fact]
    public void It_tells_how_sure_it_is_of_pictures_of_classes_it_does_not_know()
    {
        StageResult result = Run("open", 2)[1];
        string golden = Path.Combine(Repository.Root, "tests", "LongTail.Tests", "Golden", "pictures");
        foreach (string name in s_files) _folder.Write($"others/bird/{name}", File.ReadAllBytes(Path.Combine(golden, name)));
        _folder.Write("others/open.txt", System.Text.Encoding.UTF8.GetBytes("bird/colour.png -1\nbird/colour.bmp\n"));
        _folder.Write("others/twice.txt", System.Text.Encoding.UTF8.GetBytes("bird/colour.png -1\nbird/colour.png\n"));
        ImmutableArray<float> confidence = CheckpointEvaluator.ConfidenceOn(result.Folder, "folders", _folder.At("others"), new() { Device = ComputeDevice.Cpu });
        Assert.Equal(s_files.Length, confidence.Length);
        Assert.All(confidence, sure => Assert.InRange(sure, 0.5f, 1));
        // The same pictures by list: colour.png and colour.bmp are the second and first of the folder.
        Assert.Equal([confidence[1], confidence[0]], CheckpointEvaluator.ConfidenceOn(result.Folder, "open.txt", _folder.At("others"), new() { Device = ComputeDevice.Cpu }));

        Refused<RecipeException>("fashion-lt", "others", "Found the set fashion-lt for a network of pictures in files, expected folders");
        Refused<RecipeException>("folders", "data", "Found the class cat of folders among those of folders");
        Refused<DataException>("folders", "nowhere", "Found no folder ");
        Refused<DataException>("twice.txt", "others", "listed twice");
        Refused<DataException>("none.txt", "others", "none.txt, which cannot be read");

        void Refused<T>(string set, string folder, string part) where T : Exception =>
            Assert.Contains(part, Assert.ThrowsAny<T>(() => CheckpointEvaluator.ConfidenceOn(result.Folder, set, _folder.At(folder), new() { Device = ComputeDevice.Cpu })).Message, StringComparison.Ordinal);
    }

    // Also what a spreadsheet would take for a formula.
    [Fact]
    public void Files_that_were_not_taken_are_told_and_listed()
    {
        List<string> warnings = [];
        RunEnvironment here = In("told", 1);
        RunPlan plan = RunPlan.Of([Recipe with { Method = new CrossEntropy(), Epochs = 1 }], here);
        new StageRunner(here, new Listener(warnings)).Run(plan, TestContext.Current.CancellationToken);
        string list = Directory.GetFiles(here.OutputFolder, "left-out-*.csv").Single();
        Assert.Contains($"1 file(s) of the data folder were left out (1 no picture); {list} lists them with the reasons.", warnings);
        Assert.Equal(["path,kind,reason", "dog/=sum(1).txt,no picture,\"its name has none of the endings .jpg, .jpeg, .png, .webp, .bmp, .gif.\""], File.ReadAllLines(list));
    }

    [Fact]
    public void Crops_and_colours_are_different_views_in_each_epoch_and_are_what_the_seed_says()
    {
        string Weights(Recipe recipe, string folder)
        {
            RunEnvironment here = In(folder, 1);
            return Convert.ToHexString(File.ReadAllBytes(Path.Combine(new StageRunner(here).Run(RunPlan.Of([recipe], here))[0].Folder, "last.safetensors")));
        }

        Recipe ce = Recipe with { Method = new CrossEntropy() };
        string[] weights =
        [
            Weights(ce, "a"),
            Weights(ce with { Augmentation = ce.Augmentation with { Jitter = null } }, "b"),
            Weights(ce with { Augmentation = ce.Augmentation with { ResizedCrop = null } }, "c"),
            Weights(ce with { Augmentation = ce.Augmentation with { ResizedCrop = new() { MinArea = 0.9 } } }, "d"),
            Weights(ce with { Seed = 1 }, "e"),
        ];
        Assert.Equal(weights.Length, weights.Distinct().Count());
        Assert.Equal(weights[0], Weights(ce, "f"));
    }

    // How pictures are brought to size is in no fingerprint: recipes that differ in it alone share the opened data.
    [Fact]
    public void Recipes_that_differ_in_the_side_for_measuring_alone_are_measured_each_at_its_own()
    {
        Recipe MeasuredAt(int side) => Recipe with { Data = new() { Set = PictureSets.Folders, Pictures = new() { Size = 16, ShorterSide = side } }, Method = new CrossEntropy(), Epochs = 1 };
        Recipe[] recipes = [MeasuredAt(20), MeasuredAt(40)];
        RunEnvironment together = In("together", 2), alone = In("alone", 2);
        ImmutableArray<StageResult> both = new StageRunner(together).Run(RunPlan.Of(recipes, together), TestContext.Current.CancellationToken);
        StageFiles.AssertEqual(new StageRunner(alone).Run(RunPlan.Of([recipes[1]], alone), TestContext.Current.CancellationToken), [both[1]]);
    }

    // docs/decisions/0026: networks of small images gain by it even there.
    [Theory, InlineData(true, Precision.BFloat16), InlineData(true, Precision.Float32), InlineData(false, Precision.BFloat16)]
    public void Bfloat16_for_photographs_without_instructions_for_it_is_warned_of(bool photographs, Precision precision)
    {
        ResidualNetwork network = photographs ? new ImageNetResNet { Depth = 10, Precision = precision } : new CifarResNet { Depth = 8, Width = 16, Precision = precision };
        RunEnvironment here = In("rounded", 1);
        List<string> warnings = [];
        new StageRunner(here, new Listener(warnings)).Run(RunPlan.Of([Recipe with { Network = network, Method = new CrossEntropy(), Epochs = 1 }], here), TestContext.Current.CancellationToken);
        bool expected = photographs && precision == Precision.BFloat16 && !KernelSupport.HasBFloat16;
        Assert.Equal(expected, warnings.Any(warning => warning.Contains("bfloat16", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_pictures_or_small_images_cannot_have_done_to_them_is_refused()
    {
        RunEnvironment here = In("refused", 1);
        Refused(Recipe with { Data = Recipe.Data with { Pictures = new() { Size = 16, ShorterSide = 12 } } }, "Found pictures brought to 12 pixels, of which a square of 16 is to be cut");
        Refused(Recipe with { Data = new() { Set = "fashion-lt" } }, "Found a resized crop for fashion-lt");
        Refused(Recipe with { Method = new BilateralBranch(), Augmentation = Recipe.Augmentation with { Mixing = new() { Kind = MixingKind.CutMix } } }, "Found images mixed by cutmix for the stage bbn");

        void Refused(Recipe recipe, string part) =>
            Assert.Contains(part, Assert.Throws<RecipeException>(() => RunPlan.Of([recipe], here)).Message, StringComparison.Ordinal);
    }

    ImmutableArray<StageResult> Run(string name, int decodingThreads)
    {
        RunEnvironment here = In(name, decodingThreads);
        return new StageRunner(here).Run(RunPlan.Of([Recipe], here));
    }

    RunEnvironment In(string name, int decodingThreads) => Workshop.EnvironmentIn(_folder.At(name)) with { DataFolder = _folder.At("data"), DecodingThreads = decodingThreads };

    static Recipe Recipe => Workshop.Recipe(new BalancedDistillation()) with
    {
        Data = new() { Set = PictureSets.Folders, Pictures = new() { Size = 16, ShorterSide = 20 } },
        Network = new CifarResNet { Depth = 8, Width = 2 },
        Augmentation = new() { CropPadding = 0, ResizedCrop = new(), Jitter = new(), Normalization = Normalization.ImageNet },
        BatchSize = 8,
    };

    sealed class Listener(List<string> warnings) : IRunObserver
    {
        public void StageStarted(PlannedStage stage, StageStart start)
        {
        }

        public void StepEnded(PlannedStage stage, Progress progress, int images)
        {
        }

        public void EpochEnded(PlannedStage stage, EpochRecord epoch)
        {
        }

        public void StageEnded(PlannedStage stage, StageResult result)
        {
        }

        public void Warned(string message) => warnings.Add(message);
    }
}
