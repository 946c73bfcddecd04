using LongTail.Data;
using LongTail.Foundation;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Augmentation;

/// <summary>Mixes normalised images of a batch in pairs, on their device.</summary>
/// <remarks>How is a function of seed, epoch and step alone, so that a run that is taken up again mixes as it would have.</remarks>
sealed class Mixer(LabelMixing spec, Seed seed)
{
    // Positions of a step's numbers.
    const ulong Whether = 0, Share = 1, Order = 2, Row = 3, Column = 4, Numbers = 5;

    /// <summary>The batch with mixed images and the labels of both; as it is where this step's turn is not to be mixed.</summary>
    /// <param name="batch">[B, K, H, W] floats in channels-last memory; they are not changed.</param>
    /// <param name="draw">Which step.</param>
    public Batch Apply(Batch batch, BatchDraw draw)
    {
        CounterRandom random = seed.For("mixing", draw.Epoch);
        ulong first = Numbers * (ulong)draw.Step;
        if (random.Uniform(first + Whether) >= spec.Probability) return batch;
        double share = random.Symmetric(first + Share, spec.Alpha);
        Tensor others = Upload.Of([.. new CounterRandom(random.Bits(first + Order)).Permutation(draw.Indices.Length).Select(row => (long)row)], batch.Labels.device);
        Tensor images = batch.Images.index_select(0, others);
        if (spec.Kind == MixingKind.Mixup) images = batch.Images * share + images * (1 - share);
        else
        {
            CutBox box = CutBox.Of((int)batch.Images.size(2), (int)batch.Images.size(3), share, random.Uniform(first + Row), random.Uniform(first + Column));
            Tensor whole = batch.Images.clone();
            whole.narrow(2, box.Top, box.Height).narrow(3, box.Left, box.Width).copy_(images.narrow(2, box.Top, box.Height).narrow(3, box.Left, box.Width));
            (images, share) = (whole, box.Kept(batch.Images.size(2) * batch.Images.size(3)));
        }
        return batch with { Images = images, Mix = new(batch.Labels.index_select(0, others), share) };
    }
}
