using System.Text.Json.Serialization;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>How many images of each class stay when a set is cut to a long tail.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AsItIs), "as-it-is")]
[JsonDerivedType(typeof(ExponentialProfile), "exponential")]
[JsonDerivedType(typeof(StepProfile), "step")]
[JsonDerivedType(typeof(ParetoProfile), "pareto")]
public abstract record LongTailProfile
{
    /// <summary>Images to keep per class, given what there is.</summary>
    /// <param name="available">Images of each class before the cut.</param>
    /// <returns>One number per class, from 0 to what is available; <see cref="LongTailCut"/> refuses a class that is left with none.</returns>
    /// <exception cref="DataException">The profile asks for more than there is.</exception>
    public abstract int[] Keep(ReadOnlySpan<int> available);
}

/// <summary>No cut: the set's own, natural distribution, in its own order.</summary>
public sealed record AsItIs : LongTailProfile
{
    /// <inheritdoc/>
    public override int[] Keep(ReadOnlySpan<int> available) => available.ToArray();
}
