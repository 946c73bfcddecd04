using LongTail.Augmentation;
using LongTail.Data;
using LongTail.Evaluation;
using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Results;
using LongTail.Stages;
using LongTail.Store;
using LongTail.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Training;

/// <summary>A stage on the toy set made live, without folders: what the loop asks for is recorded here. Teachers are untrained; so is what a stage starts from, unless it trains a head alone.</summary>
sealed class ToyTraining : ITrainingObserver, IDisposable
{
    readonly DisposeScope _scope = NewDisposeScope();
    readonly List<Network> _networks = [];   // what a module has registered is no scope's any more

    readonly ScalarType _numbers = ScalarType.Float32;

    /// <param name="stage">To be made live.</param>
    /// <param name="numbers">Of all networks; those of 64 bits are for a look at the loss, not for training.</param>
    public ToyTraining(Stage stage, ScalarType numbers = ScalarType.Float32)
    {
        set_num_threads(1);
        Seed seed = new(stage.Seed, stage.Generation);
        Network = Build(stage, seed);
        Network? startedFrom = stage.StartFrom is { } start ? Build(start, new(start.Seed, start.Generation)) : null;
        if (startedFrom is not null && stage.Trained == TrainedPart.Head) TrainStart(stage.StartFrom!, startedFrom);
        if (startedFrom is not null) TakeOver(stage, startedFrom);
        Func<Batch, Batch> normalize = Augmentations.Normalize(stage.Augmentation.Normalization, CPU);
        DataSplit data = Toy.Data.Only(stage.Subset);
        StageContext context = new()
        {
            Network = Network,
            Teachers = [.. stage.Teachers.Select(teacher => TeacherOf(teacher, normalize))],
            StartedFrom = startedFrom is null ? null : new(startedFrom),
            Counts = data.Counts,
            TrainingImages = data.Train,
            PlainBatches = () => new PlainBatches((ResidentImageSet)data.Train, 16, CPU).Select(normalize).Select(InNumbers),
            Device = CPU,
            Seed = seed,
        };
        if (stage.Objective is IInitializesWeights initial)
            using (no_grad()) initial.Initialize(context);
        _numbers = numbers;
        foreach (Network network in _networks) network.to(numbers);
        Optimizer = new();
        foreach ((string name, Parameter parameter) in Network.named_parameters())
            if (parameter.requires_grad = stage.Trained.Includes(Network, name))
                Optimizer.Add(name, parameter, stage.Optimizer.For(name));
        PlainBatches test = new((ResidentImageSet)data.Test, 16, CPU);
        Job = new()
        {
            Stage = stage,
            Context = context,
            Objective = stage.Objective.Bind(context),
            Optimizer = Optimizer,
            Batches = new ResidentBatches((ResidentImageSet)data.Train, stage.Sampling, stage.PairedWith, stage.BatchSize, seed, CPU),
            Augment = Augmentations.Build(stage.Augmentation, Toy.Train.Shape, seed, CPU),
            Evaluate = () => Evaluator.Predict(Network, data.Counts.Classes, test.Select(normalize)).Evaluate(),
            EvaluateOnValidation = () => stage.Feedback == Feedback.Validation ? Evaluator.Predict(Network, data.Counts.Classes, test.Select(normalize)).Evaluate() : null,
            EvaluateOnTraining = () => Evaluator.Predict(Network, data.Counts.Classes, context.PlainBatches()).Evaluate(),
            KeepBest = () => KeptBestAfter.Add(State.Epoch),
            Checkpoint = state => CheckpointsAt.Add((state.Epoch, state.Step)),
            CheckpointInterval = TimeSpan.FromDays(1),
            Clock = TimeProvider.System,
        };
    }

    public TrainingJob Job { get; set; }

    public Network Network { get; }

    public MomentumSgd Optimizer { get; }

    public TrainingState State { get; } = new();

    public List<int> KeptBestAfter { get; } = [];

    public List<(int Epoch, int Step)> CheckpointsAt { get; } = [];

    public List<EpochRecord> Epochs { get; } = [];

    /// <summary>Called after each step.</summary>
    public Action<Progress> AfterStep { get; set; } = _ => { };

    /// <summary>Called after each epoch.</summary>
    public Action<EpochRecord> AfterEpoch { get; set; } = _ => { };

    public static ToyTraining Of(Method method, int epochs = 4) => new(Toy.Stage(method, epochs));

    public ToyTraining Train()
    {
        TrainUntil(CancellationToken.None);
        return this;
    }

    public void TrainUntil(CancellationToken cancelled) => Trainer.Train(Job, State, this, cancelled);

    /// <summary>Parameters and buffers, number by number, in ordinal order of name.</summary>
    public float[] Weights()
    {
        using NamedTensors weights = NetworkWeights.Snapshot(Network);
        return [.. weights.Tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value.to(float32).data<float>().ToArray())];
    }

    public void Dispose()
    {
        foreach (Network network in _networks) network.Dispose();
        _scope.Dispose();
    }

    void ITrainingObserver.StepEnded(Progress progress, int images) => AfterStep(progress);

    void ITrainingObserver.EpochEnded(EpochRecord epoch)
    {
        Epochs.Add(epoch);
        AfterEpoch(epoch);
    }

    /// <summary>The batch in the numbers of the networks.</summary>
    public Batch InNumbers(Batch batch) => _numbers == ScalarType.Float32 ? batch : batch with { Images = batch.Images.to(_numbers) };

    // On features that were never trained, a head alone learns next to nothing.
    static void TrainStart(Stage start, Network network)
    {
        using ToyTraining training = new ToyTraining(start).Train();
        using NamedTensors weights = NetworkWeights.Snapshot(training.Network);
        NetworkWeights.Load(network, weights.Tensors, "toy");
    }

    void TakeOver(Stage stage, Network from)
    {
        using NamedTensors weights = NetworkWeights.Snapshot(from);
        NetworkWeights.LoadPart(Network, weights.Tensors
            .Where(pair => stage.StartWith == StartingWeights.Everything || !pair.Key.StartsWith(Network.HeadPrefix, StringComparison.Ordinal)).ToDictionary(), "toy");
    }

    Teacher TeacherOf(Stage stage, Func<Batch, Batch> normalize)
    {
        Network network = Build(stage, new(stage.Seed, stage.Generation));
        DataSplit data = Toy.Data.Only(stage.Subset);
        EvaluationResult evaluation = Evaluator.Predict(network, data.Counts.Classes, new PlainBatches((ResidentImageSet)data.Test, 16, CPU).Select(normalize)).Evaluate();
        return new(new(network)) { Measured = new(0, 0, 0, [], 0, 0, evaluation) { OnValidation = evaluation } };
    }

    Network Build(Stage stage, Seed seed)
    {
        Network network = stage.Network.Build(1, Toy.Data.CountsOf(stage.Subset).Classes, seed);
        _networks.Add(network);
        ChannelsLast.Apply(network);
        return network;
    }
}
