using static TorchSharp.torch;

namespace LongTail.Data;

/// <summary>One mini-batch on the training device. B images of H x W pixels and K channels.</summary>
/// <param name="Images">[B, K, H, W] in channels-last memory: bytes when just loaded, floats once augmented and normalised.</param>
/// <param name="Labels">[B], 64-bit.</param>
/// <param name="Indices">[B], 64-bit: positions in the training set, for methods that remember something per image.</param>
/// <param name="Views">Which view of which image each row is; null where views cannot be counted or were not drawn.</param>
public readonly record struct Batch(Tensor Images, Tensor Labels, Tensor Indices, BatchViews? Views = null)
{
    /// <summary>The labels of what was mixed into the images; null where nothing was.</summary>
    public LabelMix? Mix { get; init; }

    /// <summary>A loss of the labels; of mixed images, of both labels by their shares.</summary>
    /// <param name="loss">The scalar loss of labels, [B].</param>
    public Tensor OverLabels(Func<Tensor, Tensor> loss) => Mix is { } mix ? loss(Labels) * mix.Share + loss(mix.Others) * (1 - mix.Share) : loss(Labels);

    /// <summary>The two halves of a batch that was drawn from two streams (BBN): first stream, second stream.</summary>
    public (Batch First, Batch Second) Halves()
    {
        long half = Images.size(0) / 2;
        return (Part(0, half), Part(half, Images.size(0) - half));
    }

    Batch Part(long start, long length) =>
        new(Images.narrow(0, start, length), Labels.narrow(0, start, length), Indices.narrow(0, start, length), Views?.Part((int)start, (int)length));
}
