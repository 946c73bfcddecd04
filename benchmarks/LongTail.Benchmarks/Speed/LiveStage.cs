using LongTail.Augmentation;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Native;
using LongTail.Networks;
using LongTail.Stages;
using LongTail.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Speed;

/// <summary>A stage made live as Runs/StageTraining.cs does it, but without a store: nothing is saved, and teachers have random weights, which cost the same.</summary>
static class LiveStage
{
    // The clock ends the run long before; the last epoch is the only one that would be evaluated.
    public const int Endless = 1_000_000;

    /// <summary>The published recipe of CIFAR-10-LT with the method and batch size asked for.</summary>
    public static Recipe Recipe(SpeedRequest request) => PrecisionOption.Set(new()
    {
        Name = "benchmark",
        Data = BenchmarkImages.Set,
        Network = new CifarResNet { Depth = 32 },
        Method = request.Training,
        Augmentation = new() { Normalization = BenchmarkImages.Known.Normalization },
        Epochs = Endless,
        EvaluateEvery = Endless,
        BatchSize = request.Batch,
    }, request.Precision);

    /// <summary>Everything the training loop needs, in the caller's dispose scope.</summary>
    /// <param name="request">What is timed.</param>
    /// <param name="checkpoint">Told where training stands when it is stopped.</param>
    /// <param name="wrap">Put around student and teachers, for a clock; the identity for nothing.</param>
    public static TrainingJob Of(SpeedRequest request, Action<TrainingState> checkpoint, Func<Network, string, Network> wrap) =>
        Of(Recipe(request), BenchmarkImages.Open(request.Data), request.Device, workers: 1, checkpoint, wrap) is var job && request.CudaGraph ? Recorded(job) : job;

    static TrainingJob Recorded(TrainingJob job)
    {
        RecordedWork.Require(job.Context.Device);
        job.Optimizer.KeepRatesOnDevice();
        return job with { Record = RecordedWork.Source() };
    }

    /// <summary>The same for any recipe.</summary>
    /// <param name="recipe">What is trained; its epochs are never reached.</param>
    /// <param name="data">On what.</param>
    /// <param name="device">Where.</param>
    /// <param name="workers">Threads that decode pictures in files.</param>
    /// <param name="checkpoint">Told where training stands when it is stopped.</param>
    /// <param name="wrap">Put around student and teachers, for a clock; the identity for nothing.</param>
    public static TrainingJob Of(Recipe recipe, DataSplit data, Device device, int workers, Action<TrainingState> checkpoint, Func<Network, string, Network> wrap)
    {
        Stage stage = recipe.Method.Plan(recipe);
        Seed seed = new(stage.Seed, stage.Generation);
        ImageBatches batches = new(device, workers);
        Network student = Build(stage, data, device);
        StageContext context = new()
        {
            Network = wrap(student, "student"),
            Teachers = [.. stage.Teachers.Select(teacher => new Teacher(new(wrap(Build(teacher, data, device), "teacher"))))],
            Counts = data.Counts,
            TrainingImages = data.Train,
            PlainBatches = () => throw new NotSupportedException("Neither CE nor BKD looks at the images beforehand."),
            Device = device,
            Seed = seed,
        };
        return new()
        {
            Stage = stage,
            Context = context,
            Objective = stage.Objective.Bind(context),
            Optimizer = Optimize(student, stage.Optimizer),
            Batches = batches.Of(data.Train, stage, seed, stage.BatchSize).Training,
            Augment = batches.AugmentationOf(data.Train, stage.Augmentation, seed),
            Evaluate = () => throw new NotSupportedException("The last epoch is never reached."),
            KeepBest = () => { },
            Checkpoint = checkpoint,
            CheckpointInterval = TimeSpan.MaxValue,
            Clock = TimeProvider.System,
        };
    }

    /// <summary>A network as the program has it before training.</summary>
    public static Network Build(Stage stage, DataSplit data, Device device)
    {
        Network network = stage.Network.Build(data.Train.Shape.Channels, data.Counts.Classes, new(stage.Seed, stage.Generation));
        ChannelsLast.Apply(network);
        network.to(device);
        return network;
    }

    static MomentumSgd Optimize(Network network, OptimizerSpec spec)
    {
        MomentumSgd optimizer = new();
        foreach ((string name, Parameter parameter) in network.named_parameters()) optimizer.Add(name, parameter, spec.For(name));
        optimizer.Flatten();
        return optimizer;
    }
}
