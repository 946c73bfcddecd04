using LongTail.Data;
using LongTail.Networks;
using LongTail.Results;
using static TorchSharp.torch;

namespace LongTail.Evaluation;

/// <summary>Asks a network about every image of a set.</summary>
public static class Evaluator
{
    /// <summary>Runs the network over the batches, in evaluation mode and without gradients.</summary>
    /// <param name="network">Left in evaluation mode.</param>
    /// <param name="classes">Number of classes, C.</param>
    /// <param name="batches">Normalised test images; each batch is made when asked for and freed before the next.</param>
    public static Predictions Predict(Network network, int classes, IEnumerable<Func<Batch>> batches)
    {
        FrozenNetwork frozen = new(network);
        List<int> labels = [], predicted = [];
        List<bool> inTop5 = [];
        foreach (Func<Batch> load in batches)
        {
            using var scope = NewDisposeScope();
            Batch batch = load();
            Tensor logits = frozen.Logits(batch.Images);                          // [B, C]
            Tensor ofTruth = logits.gather(1, batch.Labels.unsqueeze(1));         // [B, 1]
            Tensor better = (logits > ofTruth).sum(1);                            // [B]: classes ahead of the truth
            Append(labels, batch.Labels);
            Append(predicted, logits.argmax(1));
            foreach (long rank in better.cpu().data<long>()) inTop5.Add(rank < 5);
        }
        return new(classes, [.. labels], [.. predicted], [.. inTop5]);
    }

    static void Append(List<int> into, Tensor from)
    {
        foreach (long value in from.cpu().data<long>()) into.Add((int)value);
    }
}
