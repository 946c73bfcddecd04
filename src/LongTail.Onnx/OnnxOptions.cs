using LongTail.Runs;

namespace LongTail.Onnx;

/// <summary>What of a trained network is written.</summary>
public sealed record OnnxOptions
{
    /// <summary>Weights after the last epoch, or those that were best on the validation images, or, of data without such, on the test set.</summary>
    public StoredWeights Weights { get; init; } = StoredWeights.Last;

    /// <summary>What the file adds to the logits, [C], given the network's classes and their training images; null for nothing; minus infinity rules a class out. For classes that come up more or less often than in training: <see cref="Results.PriorCorrection.Shifts"/>.</summary>
    public Func<ModelCard, IReadOnlyList<double>>? Shifts { get; init; }
}
