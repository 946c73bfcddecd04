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

namespace LongTail.Runs;

/// <summary>Makes one stage live, trains it and commits the result. All its tensors die with the call.</summary>
sealed class StageTraining(StageStore store, RunEnvironment environment, Device device, IRunObserver observer)
{
    const int EvaluationBatch = 256;

    public StageResult Train(PlannedStage planned, DataSplit data, CancellationToken cancel)
    {
        Stage stage = planned.Stage;
        using DisposeScope scope = NewDisposeScope();
        List<Network> networks = [];             // what a module has registered is no scope's any more
        try
        {
            Network network = Build(stage, data, networks);
            if (stage.StartFrom is { } start) store.LoadLast(start, network);
            foreach (Stage teacher in stage.Teachers) store.LoadLast(teacher, Build(teacher, data, networks));
            FreeSpace.Require(environment.OutputFolder, MostWritten(network));
            return Train(planned, data, network, networks[1..], cancel);
        }
        finally
        {
            foreach (Network network in networks) network.Dispose();
        }
    }

    StageResult Train(PlannedStage planned, DataSplit data, Network network, IEnumerable<Network> teachers, CancellationToken cancel)
    {
        Stage stage = planned.Stage;
        Seed seed = new(stage.Seed, stage.Generation);
        Func<Batch, Batch> normalize = Augmentations.Normalize(stage.Augmentation.Normalization, device);
        StageContext context = new()
        {
            Network = network,
            Teachers = [.. teachers.Select(teacher => new FrozenNetwork(teacher))],
            Counts = data.Counts,
            TrainingImages = data.Train,
            PlainBatches = () => new PlainBatches(data.Train, EvaluationBatch, device).Select(normalize),
            Device = device,
            Seed = seed,
        };

        StepFunction objective = stage.Objective.Bind(context);
        MomentumSgd optimizer = Optimize(stage, network);
        ResidentBatches batches = new(data.Train, stage.Sampling, stage.PairedWith, stage.BatchSize, seed, device);
        PlainBatches test = new(data.Test, EvaluationBatch, device);

        using StageProgress progress = new(store.ProgressOf(stage), network, optimizer, batches.StepsPerEpoch);
        TrainingState state = progress.Restore(out string? warning);
        if (warning is not null) observer.Warned(warning);
        observer.StageStarted(planned, new(state.Epoch, state.Step, batches.StepsPerEpoch, data.Train.Count));

        CollapseWatch collapse = new(data.Train.ClassNames, observer.Warned);
        TrainingJob job = new()
        {
            Stage = stage,
            Context = context,
            Objective = objective,
            Optimizer = optimizer,
            Batches = batches,
            Augment = Augmentations.Build(stage.Augmentation, data.Train.Shape, seed, device),
            Evaluate = () =>
            {
                Predictions predictions = Evaluator.Predict(network, data.Counts.Classes, test.Select(normalize));
                collapse.Look(predictions);
                return predictions.Evaluate();
            },
            KeepBest = progress.KeepBest,
            Checkpoint = progress.Save,
            CheckpointInterval = environment.CheckpointInterval,
            Clock = environment.Clock,
        };
        Trainer.Train(job, state, observer, cancel);

        using NamedTensors last = NetworkWeights.Snapshot(network);
        return store.Commit(stage, Card(stage, data), last, progress.BestWeights!, [.. state.History], MadeBy.Now(environment.Clock, device));
    }

    Network Build(Stage stage, DataSplit data, List<Network> owner)
    {
        Network network = stage.Network.Build(data.Train.Shape.Channels, data.Counts.Classes, new(stage.Seed, stage.Generation));
        owner.Add(network);
        ChannelsLast.Apply(network);
        network.to(device);      // before the optimizer takes hold of the parameters: this replaces them
        return network;
    }

    // Two checkpoints and a third being written, each of weights, momentum and best weights; then the result's two sets of weights.
    static long MostWritten(Network network) => 11 * network.state_dict().Values.Sum(tensor => tensor.numel() * tensor.element_size()) + (16 << 20);

    static MomentumSgd Optimize(Stage stage, Network network)
    {
        HashSet<nint> head = [.. network.HeadParameters.Select(parameter => parameter.Handle)];
        MomentumSgd optimizer = new();
        foreach ((string name, Parameter parameter) in network.named_parameters())
        {
            bool trained = stage.Trained == TrainedPart.Everything || head.Contains(parameter.Handle);
            parameter.requires_grad = trained;
            if (trained) optimizer.Add(name, parameter, stage.Optimizer.For(name));
        }
        optimizer.Flatten();
        return optimizer;
    }

    static ModelCard Card(Stage stage, DataSplit data) => new()
    {
        Method = stage.Method,
        Key = stage.Key.Hex,
        Teachers = [.. stage.Teachers.Select(teacher => teacher.Key.Hex)],
        Seed = stage.Seed,
        Epochs = stage.Epochs,
        Network = stage.Network,
        Data = stage.Data,
        Channels = data.Train.Shape.Channels,
        Normalization = stage.Augmentation.Normalization,
        ClassNames = data.Train.ClassNames,
        TrainingImages = data.Counts.ToImmutableArray(),
    };
}
