using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;
using LongTail.Store;

namespace LongTail.Tests.Runs;

/// <summary>An epoch is chosen on validation images where there are some: measured, kept, taught with, steered by.</summary>
public sealed class ValidationRunTests : IDisposable
{
    readonly TempFolder _folder = new();

    // The validation images are the test images under each other's labels: what is best on one is worst on the other.
    public ValidationRunTests()
    {
        string golden = Path.Combine(Repository.Root, "tests", "LongTail.Tests", "Golden", "pictures");
        (byte[] colour, byte[] palette, byte[] grey) = (Bytes("colour.png"), Bytes("palette.png"), Bytes("grey-alpha.png"));
        foreach (string set in new[] { "with", "without" })
        {
            for (int i = 0; i < 12; i++) _folder.Write($"{set}/train/cat/{i}.png", colour);
            for (int i = 0; i < 6; i++) _folder.Write($"{set}/train/dog/{i}.png", i % 2 == 0 ? palette : grey);
            for (int i = 0; i < 4; i++) _folder.Write($"{set}/test/cat/{i}.png", i == 0 ? grey : colour);
            for (int i = 0; i < 2; i++) _folder.Write($"{set}/test/dog/{i}.png", palette);
        }
        for (int i = 0; i < 4; i++) _folder.Write($"with/val/dog/{i}.png", i == 0 ? grey : colour);
        for (int i = 0; i < 2; i++) _folder.Write($"with/val/cat/{i}.png", palette);

        byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(golden, name));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Validation_images_are_measured_and_choose_the_weights_to_keep_and_change_nothing_else()
    {
        StageResult with = Run("with", new CrossEntropy())[0], without = Run("without", new CrossEntropy())[0];
        Assert.Equal(without.History.Select(epoch => epoch.Loss), with.History.Select(epoch => epoch.Loss));
        Assert.Equal(without.History.Select(epoch => epoch.Evaluation!.Top1), with.History.Select(epoch => epoch.Evaluation!.Top1));
        Assert.All(without.History, epoch => Assert.Null(epoch.OnValidation));
        Assert.All(with.History, epoch => Assert.Equal([2, 4], epoch.OnValidation!.Images));
        Assert.All(with.History, epoch => Assert.Equal(1 - epoch.Evaluation!.Top1, epoch.OnValidation!.Top1, 12));
        Assert.NotEqual(without.Stage.Key, with.Stage.Key);
        Assert.DoesNotContain("onValidation", File.ReadAllText(Path.Combine(without.Folder, "history.jsonl")), StringComparison.Ordinal);

        Assert.Null(without.Selected);
        Assert.True(with.Best.Evaluation!.Top1 > with.Selected!.Evaluation!.Top1, "the two ways must choose different epochs for this to say something");
        EvaluatedCheckpoint kept = Best("with", with), keptWithout = Best("without", without);
        Assert.Equal((with.Selected.Epoch, true), (kept.Epoch, kept.Card.ChosenOnValidation));
        Assert.Equal(with.Selected.Evaluation.Top1, kept.Predictions.Evaluate().Top1);
        Assert.Equal((without.Best.Epoch, false), (keptWithout.Epoch, keptWithout.Card.ChosenOnValidation));
        Assert.Equal(without.Best.Evaluation!.Top1, keptWithout.Predictions.Evaluate().Top1);
    }

    [Fact]
    public void Tau_is_not_chosen_without_some_of_each_class()
    {
        Directory.Delete(_folder.At("with/val/cat"), recursive: true);
        string message = Assert.Throws<RecipeException>(() => Run("with", new TauNormalization { TauFrom = TauSource.Validation })).Message;
        Assert.StartsWith("Found the stage tau-norm, which chooses tau on validation images, and none of 1 of 2 classes in folders (cat), expected some of each:", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tau_cannot_be_chosen_where_there_are_none()
    {
        string message = Assert.Throws<RecipeException>(() => Run("without", new PostHocAdjustment { TauFrom = TauSource.Validation })).Message;
        Assert.Equal("Found the stage la-post-hoc, which chooses tau on validation images, and no such images in folders. Name them (data.validation of lists, a folder val beside train and test of class folders), or set method.tauFrom to given with a method.tau such as 1.", message);
    }

    [Fact]
    public void Validation_pictures_are_packed_as_the_others_are()
    {
        Recipe recipe = Recipe(new CrossEntropy()), packed = recipe with { Data = recipe.Data with { Pictures = recipe.Data.Pictures! with { PackedSide = 20 } } };
        RunEnvironment packs = In("with", "packs");
        RunPlan plan = RunPlan.Of([packed], packs);
        Assert.Equal(3, PlannedPacks.Of(plan, packs.OutputFolder).Length);
        StageResult fromPacks = new StageRunner(packs).Run(plan, TestContext.Current.CancellationToken)[0];
        Assert.Equal(3, Directory.GetFiles(Path.Combine(packs.OutputFolder, "packed"), "*", SearchOption.AllDirectories).Length);
        Assert.All(fromPacks.History, epoch => Assert.Equal(1 - epoch.Evaluation!.Top1, epoch.OnValidation!.Top1, 12));
    }

    [Fact]
    public void A_run_that_is_continued_keeps_the_same_weights_as_a_whole_one()
    {
        ImmutableArray<StageResult> whole = Run("with", new CrossEntropy(), "whole");
        RunEnvironment here = In("with", "stopped");
        using CancellationTokenSource source = new();
        RunWatch watch = new();
        Assert.InRange(whole[0].Selected!.Epoch, 0, 3);
        watch.AfterStep = _ => { if (watch.Steps == 16) source.Cancel(); };   // in the last epoch: the weights that are kept come from a checkpoint
        Assert.Throws<OperationCanceledException>(() => new StageRunner(here, watch).Run(RunPlan.Of([Recipe(new CrossEntropy())], here), source.Token));
        StageFiles.AssertEqual(whole, Run("with", new CrossEntropy(), "stopped"));
    }

    [Theory]
    [InlineData("with", WeightsEpoch.BestOnValidation, false)]
    [InlineData("without", WeightsEpoch.BestOnTest, true)]
    public void A_teacher_teaches_with_the_weights_that_were_kept_when_asked(string set, WeightsEpoch epoch, bool sawTestLabels)
    {
        StageResult usual = Run(set, new KnowledgeDistillation())[1], asked = Run(set, new KnowledgeDistillation { TeacherEpoch = epoch })[1];
        StageResult teacher = Run(set, new CrossEntropy())[0];
        EpochRecord kept = EpochSelection.Kept(teacher.History);
        Assert.NotEqual(teacher.Last.Epoch, kept.Epoch);
        Assert.NotEqual(usual.Stage.Key, asked.Stage.Key);
        Assert.NotEqual(usual.History.Select(record => record.Loss), asked.History.Select(record => record.Loss));
        Assert.Equal((false, sawTestLabels), (StageGraph.SawTestLabels(usual.Stage), StageGraph.SawTestLabels(asked.Stage)));

        // A teacher that stopped at that epoch has the same weights as its last.
        Recipe shorter = Recipe(new KnowledgeDistillation());
        Stage planned = shorter.Method.Plan(shorter);
        RunEnvironment here = In(set, $"short-{epoch}");
        StageResult stopped = new StageRunner(here).Run(RunPlan.Of([shorter with { Method = new Planned(planned with { Teachers = [planned.Teachers[0] with { Epochs = kept.Epoch + 1 }] }) }], here), TestContext.Current.CancellationToken)[1];
        Assert.Equal(stopped.History.Select(record => record.Loss), asked.History.Select(record => record.Loss));
    }

    public static TheoryData<string, Method> SecondStages => new()
    {
        { "crt", new ClassifierRetraining { FirstStageEpoch = WeightsEpoch.BestOnValidation } },
        { "lws", new LearnableWeightScaling { FirstStageEpoch = WeightsEpoch.BestOnValidation } },
        { "oltr", new OpenLongTail { FirstStageEpoch = WeightsEpoch.BestOnValidation } },
        { "tau-norm", new TauNormalization { FirstStageEpoch = WeightsEpoch.BestOnValidation } },
        { "ncm", new NearestClassMean { FirstStageEpoch = WeightsEpoch.BestOnValidation } },
        { "la-post-hoc", new PostHocAdjustment { FirstStageEpoch = WeightsEpoch.BestOnValidation } },
        { "kd-la", new AdjustedDistillation { FirstStageEpoch = WeightsEpoch.BestOnValidation } },
        { "bkd-crt", new BalancedDistillationRetraining { FirstStageEpoch = WeightsEpoch.BestOnValidation } },
    };

    // A first stage that stopped at that epoch has the same weights as its last.
    [Theory, MemberData(nameof(SecondStages))]
    public void A_second_stage_starts_from_the_weights_that_were_kept_when_asked(string name, Method method)
    {
        StageResult asked = Run("with", method)[^1];
        Stage first = asked.Stage.StartFrom!;
        EpochRecord kept = EpochSelection.Kept(new StageStore(In("with", "runs").OutputFolder).Find(first)!.History);
        Assert.InRange(kept.Epoch, 0, first.Epochs - 2);

        Stage stopped = first with { Epochs = kept.Epoch + 1 }, last = asked.Stage with { StartFrom = first, StartEpoch = WeightsEpoch.Last };
        StageResult same = RunAlone(asked.Stage with { StartFrom = stopped, StartEpoch = WeightsEpoch.Last }), usual = RunAlone(last);
        Assert.Equal(name, same.Stage.Method);
        Assert.Equal(WeightsOf(same), WeightsOf(asked));
        Assert.NotEqual(WeightsOf(usual), WeightsOf(asked));
        Assert.NotEqual(usual.Stage.Key, asked.Stage.Key);

        StageResult RunAlone(Stage stage) => Run("with", new Planned(stage), "alone")[^1];

        static string[] WeightsOf(StageResult result)
        {
            using NamedTensors weights = StoredStage.Open(result.Folder).ReadWeights(StoredWeights.Last);
            return [.. weights.Tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {Convert.ToHexString(pair.Value.bytes)}")];
        }
    }

    [Fact]
    public void Experts_and_their_student_are_compared_on_validation_images_of_every_epoch()
    {
        LearningFromExperts lfme = new() { Experts = ExpertGroups.Few, Feedback = Feedback.Validation };
        ImmutableArray<StageResult> results = Run("with", lfme);
        Assert.All(results[^1].History, epoch => Assert.NotNull(epoch.OnValidation));
        Assert.Equal(1, results[^1].Stage.EvaluateEvery);
        Assert.False(StageGraph.SawTestLabels(results[^1].Stage));
        Assert.NotEqual(results[^1].History.Select(epoch => epoch.Loss), Run("without", lfme with { Feedback = Feedback.Test })[^1].History.Select(epoch => epoch.Loss));
    }

    // Two medium classes and two of few pictures; the student listens to the experts of the epoch that was best on their own validation images.
    [Fact]
    public void Experts_are_measured_and_chosen_on_the_validation_images_of_their_classes_alone()
    {
        WriteGroups(["cat", "eel", "dog", "owl"]);
        ImmutableArray<StageResult> results = Run("groups", ChosenExperts with { Experts = ExpertGroups.MediumFew }, "experts");
        Assert.Equal(["expert-medium", "expert-few", "lfme"], results.Select(result => result.Stage.Method));
        foreach ((StageResult result, int[] images) in results.Zip((int[][])[[2, 2], [3, 1], [2, 3, 2, 1]]))
            Assert.All(result.History, epoch => Assert.Equal(images, epoch.OnValidation!.Images));
        StageStore store = new(In("groups", "experts").OutputFolder);
        foreach (StageResult expert in results[..2])
        {
            Assert.Equal(EpochSelection.OnValidation(expert.History)!.Epoch, store.Measured(expert.Stage, StoredWeights.Best).Epoch);
            Assert.Equal(expert.Last.Epoch, store.Measured(expert.Stage, StoredWeights.Last).Epoch);
        }
        Assert.Contains(results[..2], expert => expert.Selected!.Epoch != expert.Last.Epoch);
    }

    [Fact]
    public void Experts_of_classes_without_validation_images_are_refused_where_these_are_needed_and_trained_where_not()
    {
        WriteGroups(["cat", "eel"]);
        RunEnvironment here = In("groups", "experts");
        string message = Assert.Throws<RecipeException>(() => RunPlan.Of([Recipe(ChosenExperts with { Experts = ExpertGroups.MediumFew })], here)).Message;
        Assert.Equal("Found the stage lfme, which steers by validation images and has a teacher of the epoch that is best on them, and none of a few-shot class in folders, expected at least one for its expert. "
            + "Add some, choose other experts (method.experts), or set method.feedback to training and method.teacherEpoch to last.", message);
        StageResult expert = Run("groups", new LearningFromExperts { Experts = ExpertGroups.MediumFew }, "experts")[1];
        Assert.Equal(("expert-few", null), (expert.Stage.Method, expert.Selected));
        Assert.False(StoredStage.Open(expert.Folder).Card.ChosenOnValidation);
    }

    static LearningFromExperts ChosenExperts => new() { Feedback = Feedback.Validation, TeacherEpoch = WeightsEpoch.BestOnValidation };

    void WriteGroups(string[] validated)
    {
        string golden = Path.Combine(Repository.Root, "tests", "LongTail.Tests", "Golden", "pictures");
        foreach ((string name, int train, int validation, string picture) in new[] { ("cat", 24, 2, "colour.png"), ("eel", 22, 2, "palette.png"), ("dog", 6, 3, "grey-alpha.png"), ("owl", 5, 1, "colour.bmp") })
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(golden, picture));
            string ending = Path.GetExtension(picture);
            for (int i = 0; i < train; i++) _folder.Write($"groups/train/{name}/{i}{ending}", bytes);
            _folder.Write($"groups/test/{name}/0{ending}", bytes);
            for (int i = 0; i < validation && validated.Contains(name); i++) _folder.Write($"groups/val/{name}/{i}{ending}", bytes);
        }
    }

    [Fact]
    public void What_asks_for_validation_images_that_are_not_there_is_refused()
    {
        Refused("without", new LearningFromExperts { Experts = ExpertGroups.Few, Feedback = Feedback.Validation }, "Found the stage lfme, which steers by validation images, and no such images in folders. Name them (data.validation of lists");
        Refused("without", new BalancedDistillation { TeacherEpoch = WeightsEpoch.BestOnValidation }, "or set method.teacherEpoch to last.");
        Refused("with", new BalancedDistillation { TeacherEpoch = WeightsEpoch.BestOnTest }, "Set method.teacherEpoch to best-on-validation or last.");
        Refused("without", new ClassifierRetraining { FirstStageEpoch = WeightsEpoch.BestOnValidation }, "which starts from the epoch of its first stage that is best on validation images, and no such images in folders. Name them (data.validation of lists, a folder val beside train and test of class folders), or set method.firstStageEpoch to last.");
        Refused("with", new NearestClassMean { FirstStageEpoch = WeightsEpoch.BestOnTest }, "with a start from the epoch that is best on the test images, and validation images in folders, on which the epoch is chosen that is kept. Set method.firstStageEpoch to best-on-validation or last.");
        Refused("without", new TauNormalization { TauFrom = TauSource.Validation, FirstStageEpoch = WeightsEpoch.BestOnValidation },
            "chooses tau on validation images and starts from the epoch of its first stage that is best on them, and no such images in folders. Name them (data.validation of lists, a folder val beside train and test of class folders), or set method.tauFrom to given with a method.tau such as 1 and method.firstStageEpoch to last.");
        Refused("with", new Planned(new CrossEntropy().Plan(Recipe(new CrossEntropy())) with { Feedback = Feedback.Validation, EvaluateEvery = 2 }), "which steers by the validation set after each epoch, evaluated every 2 epochs");

        void Refused(string set, Method method, string part)
        {
            RunEnvironment here = In(set, "refused");
            Assert.Contains(part, Assert.Throws<RecipeException>(() => RunPlan.Of([Recipe(method)], here)).Message, StringComparison.Ordinal);
        }
    }

    EvaluatedCheckpoint Best(string set, StageResult result) =>
        CheckpointEvaluator.Evaluate(result.Folder, _folder.At(set), new() { Device = ComputeDevice.Cpu, Weights = StoredWeights.Best });

    ImmutableArray<StageResult> Run(string set, Method method, string output = "runs")
    {
        RunEnvironment here = In(set, output);
        return new StageRunner(here).Run(RunPlan.Of([Recipe(method)], here), TestContext.Current.CancellationToken);
    }

    RunEnvironment In(string set, string output) => Workshop.EnvironmentIn(_folder.At(output)) with { DataFolder = _folder.At(set), DecodingThreads = 1 };

    static Recipe Recipe(Method method) => Workshop.Recipe(method) with
    {
        Data = new() { Set = PictureSets.Folders, Pictures = new() { Size = 16, ShorterSide = 20 } },
        Network = new CifarResNet { Depth = 8, Width = 2 },
        Augmentation = new() { CropPadding = 0, ResizedCrop = new(), Normalization = Normalization.ImageNet },
        Optimizer = new() { LearningRate = 0.3, WarmupEpochs = 0, Schedule = new StepSchedule([], 0.1) },
        Epochs = 6,
        BatchSize = 6,
    };

    // A stage as it is.
    sealed record Planned(Stage Stage) : Method
    {
        public override Stage Plan(Recipe recipe) => Stage with { Data = recipe.Data, Teachers = [.. Stage.Teachers.Select(teacher => teacher with { Data = recipe.Data })] };
    }
}
