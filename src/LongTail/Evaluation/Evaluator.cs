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
    /// <param name="batches">Normalised test images; each batch is made when it is asked for, and freed before the next.</param>
    public static Predictions Predict(Network network, int classes, IEnumerable<Batch> batches)
    {
        FrozenNetwork frozen = new(network);
        List<int> labels = [], predicted = [];
        List<bool> inTop5 = [];
        using IEnumerator<Batch> source = batches.GetEnumerator();
        while (Next()) { }
        return new(classes, [.. labels], [.. predicted], [.. inTop5]);

        bool Next()
        {
            using var scope = NewDisposeScope();                                  // every tensor of the batch is born and dies here
            if (!source.MoveNext()) return false;
            Tensor logits = frozen.Logits(source.Current.Images);                 // [B, C]
            Tensor ofTruth = logits.gather(1, source.Current.Labels.unsqueeze(1)); // [B, 1]
            Tensor ahead = (logits <= ofTruth).logical_not().sum(1);              // [B]: classes ahead of the truth; all of them where it is no number
            labels.AddRange(Read(source.Current.Labels));
            predicted.AddRange(Read(logits.argmax(1)));
            inTop5.AddRange(Read(ahead).Select(classesAhead => classesAhead < 5));
            return true;
        }
    }

    static IEnumerable<int> Read(Tensor values) => values.cpu().data<long>().Select(value => (int)value);
}
