using LongTail.Foundation;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>A change of a trained network's linear head that has a strength, tau.</summary>
/// <param name="Tau">The strength, where it is given.</param>
public abstract record TauAdjustment(double Tau) : HeadAdjustment
{
    const int Candidates = 21, PerUnit = 10;   // 0, 0.1 ... 2

    /// <summary>Whether <see cref="Tau"/> counts, or the best one on the validation images.</summary>
    /// <exception cref="RecipeException">It is to be chosen, and another than 1 is given.</exception>
    [OmittedFromKeyWhenDefault]
    public TauSource From
    {
        get;
        init => field = value == TauSource.Given || Tau == 1 ? value
            : throw new RecipeException(FormattableString.Invariant($"Found tau {Tau}, and that it is to be chosen on the validation images, expected one of the two: leave method.tau out, or set method.tauFrom to given."));
    }

    /// <summary>The largest tau that these classes allow.</summary>
    /// <param name="counts">Training images per class.</param>
    protected abstract double Largest(ClassCounts counts);

    /// <summary>The head at a strength.</summary>
    /// <param name="tau">0 or more.</param>
    /// <param name="context">Of the stage.</param>
    /// <param name="weight">[C, D], of the trained network.</param>
    /// <param name="bias">[C], of the trained network.</param>
    protected abstract (Tensor Weight, Tensor Bias) At(double tau, StageContext context, Tensor weight, Tensor bias);

    /// <inheritdoc/>
    protected sealed override void Adjust(StageContext context, Tensor weight, Tensor bias)
    {
        double tau = From == TauSource.Given ? Tau : Chosen(context, weight, bias);
        (Tensor adjusted, Tensor shifted) = At(tau, context, weight, bias);
        weight.copy_(adjusted);
        bias.copy_(shifted);
    }

    double Chosen(StageContext context, Tensor weight, Tensor bias)
    {
        double largest = Largest(context.Counts);
        double[] taus = [.. Enumerable.Range(0, Candidates).Select(step => (double)step / PerUnit).Where(tau => tau <= largest)];
        (Tensor Weight, Tensor Bias)[] heads = [.. taus.Select(tau => At(tau, context, weight, bias))];
        Tensor counts = BatchSum.Over(context.ValidationBatches!, batch =>
        {
            Tensor features = context.StartedFrom!.Features(batch.Images);
            IEnumerable<Tensor> correct = heads.Select(head => batch.Labels[nn.functional.linear(features, head.Weight, head.Bias).argmax(1).eq(batch.Labels)]);
            return stack([.. correct.Append(batch.Labels).Select(labels => labels.bincount(null, bias.size(0)))]);       // [taus + 1, C]
        }).to(float64);
        Tensor images = counts[-1], there = images.gt(0);                                                               // [C]
        double[] accuracies = [.. (counts.narrow(0, 0, taus.Length) / images).masked_fill(there.logical_not(), 0).sum(1).div(there.sum()).cpu().data<double>()];   // balanced
        int best = Enumerable.Range(0, taus.Length).OrderByDescending(i => accuracies[i]).ThenBy(i => Math.Abs(taus[i] - 1)).First();
        context.Chose(new("tau", taus[best]));
        return taus[best];
    }
}
