using LongTail.Data;
using LongTail.Stages;

namespace LongTail.Methods;

/// <summary>CE-DRS: plain cross-entropy, and every class equally often in the last part of the training (Cao et al. 2019).</summary>
public sealed record DeferredResampling : Method
{
    /// <summary>Fraction of the epochs after which classes are drawn alike.</summary>
    public double DeferUntil { get; init => field = Ranges.Fraction(value, "moment of the deferral"); } = 0.8;

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => recipe.Stage("ce-drs", new CrossEntropy.Loss()) with
    {
        Sampling = new Deferred(recipe.Sampling, new ClassBalanced(), recipe.DeferralAt(DeferUntil)),
    };
}
