using static TorchSharp.torch;

namespace LongTail.Data;

/// <summary>Gives the batches of an epoch in order; what an epoch holds depends on the seed and the epoch alone.</summary>
public interface IBatchSource
{
    /// <summary>Batches per epoch; the last one may be smaller.</summary>
    int StepsPerEpoch { get; }

    /// <summary>The batches of an epoch from a step on; starting later skips, it does not change what follows.</summary>
    IEnumerable<IPendingBatch> Epoch(int epoch, int firstStep);
}

/// <summary>A batch still in managed memory: it holds no tensor until it is uploaded.</summary>
public interface IPendingBatch
{
    /// <summary>Which images it has.</summary>
    BatchDraw Draw { get; }

    /// <summary>Makes the tensors, in the caller's dispose scope. Images are bytes.</summary>
    Batch Upload(Device device);
}

/// <summary>Turns loaded bytes into what the network sees: cropped, flipped, normalised floats.</summary>
/// <param name="batch">Images as bytes.</param>
/// <param name="draw">Which images these are; the only source of randomness beside the seed.</param>
public delegate Batch Augment(Batch batch, BatchDraw draw);
