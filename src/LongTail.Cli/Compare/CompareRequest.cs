using System.Collections.Immutable;
using LongTail.Cli.Commands;
using LongTail.Stages;

namespace LongTail.Cli.Compare;

/// <summary>What compare is asked for.</summary>
sealed record CompareRequest
{
    /// <summary>In the order of the catalog.</summary>
    public required ImmutableArray<ComparedMethod> Methods { get; init; }

    /// <summary>Every method is trained once with each, one after the other.</summary>
    public required ImmutableArray<Repetition> Repetitions { get; init; }

    /// <summary>Everything about the run but its recipes.</summary>
    public required RunRequest Run { get; init; }

    public required Preset Preset { get; init; }

    /// <summary>Name or path of the recipe that the rows share.</summary>
    public required string Recipe { get; init; }

    /// <summary>To say in reports.</summary>
    public required string CommandLine { get; init; }

    public required ReportFiles Files { get; init; }

    /// <summary>Lay out the plan, and train nothing.</summary>
    public required bool PlanOnly { get; init; }
}

/// <summary>One of the repetitions that a mean is taken over: all methods see the same images in the same order.</summary>
/// <param name="Seed">Of weights, order and augmentation.</param>
/// <param name="SubsetSeed">Of the draw of the training images.</param>
readonly record struct Repetition(int Seed, int SubsetSeed)
{
    public Recipe Of(Recipe recipe) => recipe with { Seed = Seed, Data = recipe.Data with { SubsetSeed = SubsetSeed } };
}
