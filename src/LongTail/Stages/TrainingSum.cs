using LongTail.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Stages;

/// <summary>Adds up what each training image has to say, a batch at a time, without keeping the batches.</summary>
static class TrainingSum
{
    /// <summary>The sum over all batches, in the caller's dispose scope.</summary>
    /// <param name="context">Whose training images.</param>
    /// <param name="ofBatch">Its part of the sum, of one shape for all batches.</param>
    public static Tensor Over(StageContext context, Func<Batch, Tensor> ofBatch)
    {
        using IEnumerator<Batch> batches = context.PlainBatches().GetEnumerator();
        Tensor? sum = null;
        while (true)
        {
            using DisposeScope scope = NewDisposeScope();                        // around the making of the batch too
            if (!batches.MoveNext()) break;
            Tensor part = ofBatch(batches.Current);
            if (sum is null) sum = part.MoveToOuterDisposeScope();
            else sum.add_(part);
        }
        return sum ?? throw new InvalidOperationException("Found no training image, expected at least one.");
    }
}
