using static TorchSharp.torch;

namespace LongTail.Data;

/// <summary>Labels of the images that were mixed into a batch.</summary>
/// <param name="Others">[B], 64-bit.</param>
/// <param name="Share">Of the batch's own labels, in [0, 1]; the others have the rest.</param>
public sealed record LabelMix(Tensor Others, double Share);
