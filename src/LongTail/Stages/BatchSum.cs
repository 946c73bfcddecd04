using LongTail.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Stages;

/// <summary>Adds up what each image of a set has to say, a batch at a time, without keeping the batches.</summary>
static class BatchSum
{
    /// <summary>The sum over all batches, in the caller's dispose scope.</summary>
    /// <param name="images">As a stage's context has them: its training images, or its validation images.</param>
    /// <param name="ofBatch">Its part of the sum, of one shape for all batches.</param>
    public static Tensor Over(Func<IEnumerable<Batch>> images, Func<Batch, Tensor> ofBatch)
    {
        using IEnumerator<Batch> batches = images().GetEnumerator();
        Tensor? sum = null;
        while (true)
        {
            using DisposeScope scope = NewDisposeScope();                        // around the making of the batch too
            if (!batches.MoveNext()) break;
            Tensor part = ofBatch(batches.Current);
            if (sum is null) sum = part.MoveToOuterDisposeScope();
            else sum.add_(part);
        }
        return sum ?? throw new InvalidOperationException("Found no image, expected at least one.");
    }
}
