using LongTail.Augmentation;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Runs;

/// <summary>What the stages of a group have in common, on the device: images, augmentation, teachers. Its tensors are the caller's scope's.</summary>
sealed class SharedMaterial : IDisposable
{
    const long MostBytes = 1L << 30;   // of a batch of pictures as bytes

    /// <summary>Images that are measured at once: on a processor 256, on an NVIDIA device, which small batches leave idle, as many small ones as make up 256 photographs, and no more than 2,048; fewer where they are very large.</summary>
    /// <param name="device">Where.</param>
    /// <param name="shape">Of the images.</param>
    public static int EvaluationBatch(Device device, ImageShape shape) =>
        (int)Math.Clamp(MostBytes / shape.Bytes, 1, device.type == DeviceType.CUDA ? Math.Clamp(256L * 224 * 224 / (shape.Height * shape.Width), 256, 2048) : 256);

    readonly DataSplit _whole;
    readonly Func<Batch, Batch> _normalize;
    readonly IEnumerable<Batch> _test, _inOrder;
    readonly IEnumerable<Batch>? _validation;
    readonly List<Network> _networks = [];       // what a module has registered is no scope's any more

    /// <summary>Brings it onto the device.</summary>
    /// <param name="stage">Any of the group.</param>
    /// <param name="whole">Their data, with the classes they leave out.</param>
    /// <param name="device">Where they are trained.</param>
    /// <param name="workers">Threads that decode pictures.</param>
    public SharedMaterial(Stage stage, DataSplit whole, Device device, int workers)
    {
        DataSplit data = whole.Only(stage.Subset);
        (_whole, Data, Device, Seed) = (whole, data, device, new(stage.Seed, stage.Generation));
        _normalize = Augmentations.Normalize(stage.Augmentation.Normalization, device);
        ImageBatches batches = new(device, workers);
        int measured = EvaluationBatch(device, data.Train.Shape);
        _test = batches.InOrder(data.Test, measured);
        _validation = data.Validation is { } validation ? batches.InOrder(validation, measured) : null;
        (Batches, _inOrder) = batches.Of(data.Train, stage, Seed, measured);
        Augment = batches.AugmentationOf(data.Train, stage.Augmentation, Seed);
    }

    /// <summary>The images they are trained on and measured on: those of their classes.</summary>
    public DataSplit Data { get; }

    public Device Device { get; }

    public Seed Seed { get; }

    public IBatchSource Batches { get; }

    public Augment Augment { get; }

    /// <summary>The test set, normalised.</summary>
    public IEnumerable<Batch> Test => _test.Select(_normalize);

    /// <summary>The validation set, normalised; null where there is none.</summary>
    public IEnumerable<Batch>? Validation => _validation?.Select(_normalize);

    /// <summary>The training set, normalised.</summary>
    public IEnumerable<Batch> PlainBatches() => _inOrder.Select(_normalize);

    /// <summary>The classes that a stage knows: these, or those of a teacher that knows others.</summary>
    public int ClassesOf(Stage stage) => _whole.CountsOf(stage.Subset).Classes;

    /// <summary>A stage's network with fresh weights, freed with this.</summary>
    public Network Build(Stage stage)
    {
        Network network = stage.Network.Build(_whole.Train.Shape.Channels, ClassesOf(stage), new(stage.Seed, stage.Generation));
        _networks.Add(network);
        ChannelsLast.Apply(network);
        network.to(Device);      // before the optimizer takes hold of the parameters: this replaces them
        return network;
    }

    /// <summary>A finished stage's network, for questions only.</summary>
    public FrozenNetwork Frozen(Stage stage, StoredWeights which, StageStore store)
    {
        Network network = Build(stage);
        store.Load(stage, which, network);
        return new(network);
    }

    /// <summary>Frees the networks.</summary>
    public void Dispose()
    {
        foreach (Network network in _networks) network.Dispose();
    }
}
