using System.Collections.Immutable;

namespace LongTail.Prediction;

/// <summary>What a network says of one picture.</summary>
/// <param name="ClassNames">By label, [C].</param>
/// <param name="Probabilities">By label, [C], of sum 1: the softmax of the logits.</param>
public sealed record Classification(ImmutableArray<string> ClassNames, ImmutableArray<float> Probabilities)
{
    /// <summary>The likeliest class.</summary>
    public ClassProbability Best => Top(1)[0];

    /// <summary>The likeliest classes, best first; of equally likely ones the lower label first.</summary>
    /// <param name="most">How many, 1 or more; of fewer classes all.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public ImmutableArray<ClassProbability> Top(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        return [.. Probabilities.Select((probability, label) => new ClassProbability(label, ClassNames[label], probability)).OrderByDescending(@class => @class.Probability).Take(most)];   // stable
    }
}

/// <summary>A class and how likely it is.</summary>
/// <param name="Label">From 0 on.</param>
/// <param name="Name">Of the class.</param>
/// <param name="Probability">0 to 1.</param>
public readonly record struct ClassProbability(int Label, string Name, float Probability);

/// <summary>A picture file, and what a network says of it or why it was not asked.</summary>
/// <param name="Path">As it was given.</param>
/// <param name="Classification">Null where the file gives no picture.</param>
/// <param name="Fault">Why it does not; null where it does.</param>
public sealed record ClassifiedFile(string Path, Classification? Classification, string? Fault);
