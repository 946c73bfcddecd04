using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Imaging;
using LongTail.Native;
using LongTail.Onnx;
using LongTail.Prediction;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli;

/// <summary>Everything that commands ask of the library and that takes time, data or the native library. Tests give their own.</summary>
sealed record LibraryCalls
{
    /// <summary>Lays out the stages of recipes.</summary>
    public Func<IEnumerable<Recipe>, RunEnvironment, DataOpener?, RunPlan> Plan { get; init; } = RunPlan.Of;

    /// <summary>Sees that the output folder can be written and is free.</summary>
    public Action<RunEnvironment> RequireOutput { get; init; } = OutputCheck.Require;

    /// <summary>Trains a plan.</summary>
    public RunStages Run { get; init; } = (plan, environment, observer, cancel) => new StageRunner(environment, observer).Run(plan, cancel);

    /// <summary>Finds stages that were trained before, without their data.</summary>
    public Func<string, IEnumerable<Stage>, ImmutableArray<StageResult?>> Finished { get; init; } = FinishedStages.In;

    /// <summary>Lists what was trained.</summary>
    public Func<string, ImmutableArray<FinishedStage>> AllFinished { get; init; } = FinishedStages.All;

    /// <summary>Evaluates a checkpoint.</summary>
    public EvaluateCheckpoint Evaluate { get; init; } = CheckpointEvaluator.Evaluate;

    /// <summary>Evaluates a checkpoint on pictures that were labelled since.</summary>
    public MeasureOnPictures EvaluateOn { get; init; } = LabelledPictures.Measure;

    /// <summary>What a checkpoint is.</summary>
    public Func<string, ModelCard> Describe { get; init; } = folder => StoredStage.Open(folder).Card;

    /// <summary>Asks a checkpoint about images of classes it does not know.</summary>
    public AskCheckpoint ConfidenceOn { get; init; } = CheckpointEvaluator.ConfidenceOn;

    /// <summary>Asks a checkpoint about picture files.</summary>
    public AskAboutFiles Classify { get; init; } = Ask;

    /// <summary>Writes a checkpoint as an ONNX file.</summary>
    public Func<string, string, OnnxOptions, OnnxDescription> Export { get; init; } = OnnxFile.Write;

    /// <summary>Loads the native library.</summary>
    public Action LoadRuntime { get; init; } = TorchRuntime.EnsureLoaded;

    /// <summary>Loads the native library that decodes pictures.</summary>
    public Action LoadPictures { get; init; } = PictureLibrary.EnsureLoaded;

    /// <summary>Lines about the native libraries and their platform.</summary>
    public Func<IEnumerable<string>> DescribeRuntime { get; init; } = () => [.. TorchRuntime.Describe(), PictureLibrary.Describe()];

    /// <summary>The devices beside the processor, one line each.</summary>
    public Func<ImmutableArray<string>> Devices { get; init; } = Accelerator.List;

    /// <summary>Whether the device that a choice comes to multiplies in bfloat16; null where it is the processor.</summary>
    public Func<ComputeDevice, bool?> HasBFloat16 { get; init; } = Accelerator.HasBFloat16;

    /// <summary>Compares the processor's convolutions with those computed in 64 bits.</summary>
    public Func<ImmutableArray<StepDifference>> CheckConvolutions { get; init; } = ConvolutionCheck.Run;

    /// <summary>Compares one training step on a device with the processor's.</summary>
    public Func<ComputeDevice, ImmutableArray<StepDifference>> CheckDevice { get; init; } = DeviceCheck.Run;

    static (ModelCard Card, IEnumerable<ClassifiedFile> Answers) Ask(string folder, ClassifierOptions options, IEnumerable<string> files)
    {
        Classifier classifier = Classifier.Open(folder, options);
        return (classifier.Card, Answers());

        IEnumerable<ClassifiedFile> Answers()
        {
            using (classifier)
                foreach (ClassifiedFile answer in classifier.Classify(files)) yield return answer;
        }
    }
}

/// <summary>Trains a plan and returns one result per stage of it.</summary>
delegate ImmutableArray<StageResult> RunStages(RunPlan plan, RunEnvironment environment, IRunObserver observer, CancellationToken cancel);

/// <summary>Measures stored weights on the test set they belong to.</summary>
delegate EvaluatedCheckpoint EvaluateCheckpoint(string folder, string? dataFolder, CheckpointOptions options, IReadOnlyList<Stage>? expected, MeasuringWatch? watch);

/// <summary>Measures stored weights on the pictures of a folder with a folder per class.</summary>
delegate MeasuredPictures MeasureOnPictures(string folder, string pictures, CheckpointOptions options, IReadOnlyList<Stage>? expected, MeasuringWatch? watch);

/// <summary>Tells how sure stored weights are of each test image of another set.</summary>
delegate ImmutableArray<float> AskCheckpoint(string folder, string set, string? setFolder, CheckpointOptions options, MeasuringWatch? watch);

/// <summary>What stored weights say of picture files, as they are asked for.</summary>
delegate (ModelCard Card, IEnumerable<ClassifiedFile> Answers) AskAboutFiles(string folder, ClassifierOptions options, IEnumerable<string> files);
