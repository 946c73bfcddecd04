using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Tests.Fakes;

/// <summary>A library that trains in no time: plans are real, accuracies are made up from seed, method and epoch.</summary>
sealed class FakeTraining
{
    /// <summary>Training images per class.</summary>
    public ClassCounts Counts { get; init; } = new(200, 50, 10);

    public ImmutableArray<string> ClassNames { get; init; } = ["shirt", "boot", "bag"];

    /// <summary>Test images of each class.</summary>
    public int TestImages { get; init; } = 100;

    /// <summary>How many of the last classes have no test image.</summary>
    public int Unmeasured { get; init; }

    /// <summary>What the store has of a stage.</summary>
    public Func<Stage, StageState> StateOf { get; init; } = _ => StageState.ToTrain;

    /// <summary>Which stages an earlier run finished, for commands that look for them without their data.</summary>
    public Func<Stage, bool> WasTrained { get; init; } = _ => false;

    /// <summary>Called before each step.</summary>
    public Action<PlannedStage, Progress> BeforeStep { get; init; } = (_, _) => { };

    /// <summary>Steps in each epoch.</summary>
    public int Steps { get; init; } = 2;

    /// <summary>Stands for loading the native library.</summary>
    public Action LoadRuntime { get; init; } = () => { };

    /// <summary>Devices beside the processor.</summary>
    public ImmutableArray<string> Devices { get; init; } = [];

    /// <summary>Stands for the look at the processor's convolutions.</summary>
    public Func<ImmutableArray<StepDifference>> CheckConvolutions { get; init; } = () => [];

    /// <summary>Stands for the comparison of a device with the processor.</summary>
    public Func<ComputeDevice, ImmutableArray<StepDifference>> CheckDevice { get; init; } = _ => throw new InvalidOperationException("Nothing is there to compare.");

    /// <summary>Whether a device multiplies in bfloat16; null for the processor.</summary>
    public Func<ComputeDevice, bool?> HasBFloat16 { get; init; } = _ => null;

    /// <summary>Test images of each class that are right beyond what seed, method and epoch say.</summary>
    public Func<Stage, int> Chance { get; init; } = _ => 0;

    /// <summary>The epoch that is best on the validation images; null where there are none.</summary>
    public int? BestOnValidation { get; init; }

    /// <summary>Why a recipe does not fit the data; null for one that does.</summary>
    public Func<Recipe, string?> FaultOf { get; init; } = _ => null;

    /// <summary>What the plan was asked for.</summary>
    public RunEnvironment? Environment { get; private set; }

    public ImmutableArray<Recipe> Recipes { get; private set; }

    public LibraryCalls Calls => new() { Plan = Plan, Run = Run, Finished = Finished, LoadRuntime = LoadRuntime, DescribeRuntime = () => ["native library: fake"], Devices = () => Devices, CheckConvolutions = CheckConvolutions, CheckDevice = CheckDevice, HasBFloat16 = HasBFloat16 };

    public static string FingerprintOf(TrainingSet set) => Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes($"{set.Set}{set.SubsetSeed}{set.Pictures?.TrainList}")).PadRight(64, '0');

    RunPlan Plan(IEnumerable<Recipe> recipes, RunEnvironment environment, DataOpener? opener)
    {
        (Environment, Recipes) = (environment, [.. recipes]);
        Dictionary<StageKey, PlannedStage> planned = [];
        List<StageKey> order = [];
        List<Stage> asked = [];
        foreach (Recipe recipe in Recipes)
        {
            if (FaultOf(recipe) is { } fault) throw new RecipeException(fault);
            asked.Add(recipe.Method.Plan(recipe with { Data = recipe.Data with { Fingerprint = FingerprintOf(recipe.Data) }, Pretrained = recipe.Pretrained is { } weights ? weights with { Fingerprint = "0123" } : null }));
            Add(asked[^1], StageRole.Student);
        }
        ResidentImageSet train = Images(Enumerable.Range(0, Counts.Classes).SelectMany(label => Enumerable.Repeat(label, Counts[label])));
        return new([.. order.Select(key => planned[key])], Recipes.Select(r => FingerprintOf(r.Data)).Distinct()
            .ToImmutableDictionary(fingerprint => fingerprint, fingerprint => new DataSplit(train, Images([0, 1, 2]), fingerprint)))
        {
            Asked = [.. asked],
        };

        void Add(Stage stage, StageRole role)
        {
            foreach (Stage needed in stage.StartFrom is { } start ? stage.Teachers.Prepend(start) : stage.Teachers) Add(needed, StageRole.Teacher);
            if (planned.TryGetValue(stage.Key, out PlannedStage? there))
            {
                planned[stage.Key] = there with { Role = role < there.Role ? role : there.Role };
                return;
            }
            planned[stage.Key] = new(stage, role, StateOf(stage), Path.Combine(environment.OutputFolder, stage.Method, stage.Key.Short));
            order.Add(stage.Key);
        }
    }

    ResidentImageSet Images(IEnumerable<int> labels)
    {
        ImmutableArray<int> all = [.. labels];
        return new(new(1, 1, 1), new byte[all.Length], all, ClassNames);
    }

    ImmutableArray<StageResult> Run(RunPlan plan, RunEnvironment environment, IRunObserver observer, CancellationToken cancel) =>
        [.. plan.Stages.Select(stage => Train(stage, observer, cancel))];

    ImmutableArray<StageResult?> Finished(string folder, IEnumerable<Stage> stages) =>
        [.. stages.Select(stage => WasTrained(stage) ? Train(new(stage, StageRole.Student, StageState.Trained, Path.Combine(folder, stage.Method)), new SilentObserver(), default) : null)];

    StageResult Train(PlannedStage planned, IRunObserver observer, CancellationToken cancel)
    {
        Stage stage = planned.Stage;
        bool reused = planned.State == StageState.Trained;
        if (!reused) observer.StageStarted(planned, new(0, 0, Steps, CountsOf(stage).Total));
        ClassCounts counts = CountsOf(stage);
        ImmutableArray<EpochRecord>.Builder history = ImmutableArray.CreateBuilder<EpochRecord>();
        for (int epoch = 0; epoch < Math.Max(1, stage.Epochs); epoch++)
        {
            for (int step = 0; step < Steps && !reused && stage.Epochs > 0; step++)
            {
                Progress progress = new(epoch, stage.Epochs, step, Steps, null);
                BeforeStep(planned, progress);
                cancel.ThrowIfCancellationRequested();
                observer.StepEnded(planned, progress, counts.Total / Steps);
            }
            EpochRecord record = EpochOf(stage, epoch);
            history.Add(record);
            if (!reused) observer.EpochEnded(planned, record);
        }
        StageResult result = new() { Stage = stage, Folder = planned.Folder, Reused = reused, Counts = counts, ClassNames = [.. LabelsOf(stage).Select(label => ClassNames[label])], History = history.ToImmutable(), MadeBy = MadeBy(stage) };
        observer.StageEnded(planned, result);
        return result;
    }

    ClassCounts CountsOf(Stage stage) => stage.Subset?.CountsIn(Counts) ?? Counts;

    IEnumerable<int> LabelsOf(Stage stage) => stage.Subset is { } subset ? subset.LabelsIn(Counts) : Enumerable.Range(0, Counts.Classes);

    static MadeBy MadeBy(Stage stage) => new()
    {
        Program = "1.2.3+0123abc",
        TorchSharp = "0.107.0",
        Runtime = ".NET 10.0.1",
        System = "Linux, X64",
        Processor = "Fast CPU | 2.0GHz",
        Cores = 2,
        Threads = 1,
        Device = "cpu",
        Finished = DateTimeOffset.UnixEpoch.AddDays(stage.Seed),
        PeakMemoryBytes = (300L + 50 * stage.Teachers.Length + stage.Seed) << 20,
    };

    EpochRecord EpochOf(Stage stage, int epoch)
    {
        bool isEvaluated = (epoch + 1) % stage.EvaluateEvery == 0 || epoch >= stage.Epochs - 1;
        double loss = 2.0 / (epoch + 1);
        ImmutableArray<LossTermMean> terms = stage.Method == "ce" ? [new("ce", loss)] : [new("ce", loss / 4), new(stage.Method, 3 * loss / 4)];
        return new(epoch, stage.Epochs == 0 ? 0 : stage.Optimizer.LearningRateAt(epoch, stage.Epochs), loss, terms, CountsOf(stage).Total, 0.5, isEvaluated ? EvaluationOf(stage, epoch) : null)
        {
            OnValidation = isEvaluated && BestOnValidation is { } best ? new([1, 1, 1], [epoch == best ? 1 : 0, 0, 0], [1, 1, 1]) : null,
        };
    }

    /// <summary>The tail gains by method; all classes lose one image in the last epoch, so that the best is the one before.</summary>
    EvaluationResult EvaluationOf(Stage stage, int epoch)
    {
        int classes = CountsOf(stage).Classes, late = epoch == stage.Epochs - 1 && epoch > 0 ? 1 : 0;
        int gain = stage.Method switch { "ce" => 0, "kd" => 2, _ => 10 };
        ImmutableArray<int> correct = [.. Enumerable.Range(0, classes).Select(label => Math.Clamp((classes - label) * TestImages / (classes + 1) + gain * label + stage.Seed + Chance(stage) - late, 0, TestImages))];
        correct = [.. correct.Select((right, label) => label < classes - Unmeasured ? right : 0)];
        return new([.. Enumerable.Range(0, classes).Select(label => label < classes - Unmeasured ? TestImages : 0)], correct, [.. correct.Select(c => Math.Min(TestImages, c + 5))])
        {
            CorrectInFirstHalf = [.. correct.Select(c => (c + 1) / 2)],
            Calibration = new(1.5 - 0.05 * gain + 0.01 * stage.Seed, 0.5, 0.2 - 0.01 * gain),
        };
    }
}
