using System.Collections.Immutable;
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
    /// <param name="shifts">Added to the logits before anything is read off them, [C]; null for nothing (<see cref="PriorCorrection"/>).</param>
    /// <exception cref="ArgumentException">The shifts are of another number of classes.</exception>
    public static Predictions Predict(Network network, int classes, IEnumerable<Batch> batches, IReadOnlyList<double>? shifts = null)
    {
        if (shifts is not null && shifts.Count != classes)
            throw new ArgumentException($"Found shifts of {shifts.Count} classes, expected {classes}.", nameof(shifts));
        List<int> labels = [], predicted = [];
        List<bool> inTop5 = [];
        List<Belief> beliefs = [];
        Ask(network, batches, shifts, (logits, truth) =>
        {
            labels.AddRange(Read(truth));
            predicted.AddRange(Read(logits.argmax(1)));
            inTop5.AddRange(Read(Rank(logits, truth)).Select(rank => rank < 5));
            beliefs.AddRange(BeliefsIn(logits, truth));
        });
        return new(classes, [.. labels], [.. predicted], [.. inTop5]) { Beliefs = [.. beliefs] };
    }

    /// <summary>The largest probability the network has for each image; labels are not looked at, and so may be of classes it does not know.</summary>
    /// <inheritdoc cref="Predict"/>
    public static ImmutableArray<float> Confidence(Network network, IEnumerable<Batch> batches, IReadOnlyList<double>? shifts = null)
    {
        List<float> confidence = [];
        Ask(network, batches, shifts, (logits, _) => confidence.AddRange(nn.functional.softmax(logits, dim: 1).amax([1]).cpu().data<float>()));
        return [.. confidence];
    }

    // Every tensor of a batch is born and dies here, those of its making too.
    static void Ask(Network network, IEnumerable<Batch> batches, IReadOnlyList<double>? shifts, Action<Tensor, Tensor> answer)
    {
        FrozenNetwork frozen = new(network);
        using IEnumerator<Batch> source = batches.GetEnumerator();
        while (Next()) { }

        bool Next()
        {
            using var scope = NewDisposeScope();
            if (!source.MoveNext()) return false;
            Tensor logits = frozen.Logits(source.Current.Images);                 // [B, C]
            if (shifts is not null) logits += tensor([.. shifts.Select(shift => (float)shift)], device: logits.device);
            answer(logits, source.Current.Labels);
            return true;
        }
    }

    // Classes ahead of the truth: those with a higher logit, or with the same and a lower label, as argmax has it. So a network that says the
    // same of all classes has five of them in its top five, not all. What is no number is ahead of everything; a truth that is none is last.
    static Tensor Rank(Tensor logits, Tensor labels)
    {
        Tensor truth = labels.unsqueeze(1);                                       // [B, 1]
        Tensor ofTruth = logits.gather(1, truth);                                 // [B, 1]
        Tensor classes = arange(logits.size(1), device: logits.device);           // [C]
        Tensor behind = (logits < ofTruth).logical_or((logits == ofTruth).logical_and(classes >= truth));   // [B, C]; the truth itself too
        return behind.logical_not().sum(1).masked_fill(ofTruth.isnan().squeeze(1), logits.size(1) + 5);    // [B]
    }

    // In one read-back, and with the logarithm taken before the exponential: a probability too small for 32 bits still has its logarithm.
    static IEnumerable<Belief> BeliefsIn(Tensor logits, Tensor labels)
    {
        Tensor logBelief = nn.functional.log_softmax(logits, dim: 1), belief = logBelief.exp();   // [B, C]
        Tensor logTruth = logBelief.gather(1, labels.unsqueeze(1)).squeeze(1);                     // [B]
        Tensor brier = belief.square().sum(1) - 2 * logTruth.exp() + 1;                            // [B]
        float[] numbers = [.. stack([belief.amax([1]), logTruth, brier], dim: 1).cpu().data<float>()];
        return numbers.Chunk(3).Select(image => new Belief(image[0], image[1], image[2]));
    }

    static IEnumerable<int> Read(Tensor values) => values.cpu().data<long>().Select(value => (int)value);
}
