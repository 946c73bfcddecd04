using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Commands;

/// <summary>What train and plan are asked for.</summary>
sealed record RunRequest
{
    /// <summary>In the order given, each once per seed.</summary>
    public required ImmutableArray<Recipe> Recipes { get; init; }

    public required RunEnvironment Environment { get; init; }

    public required GroupConvention Groups { get; init; }

    public required bool Json { get; init; }

    public required bool Quiet { get; init; }
}
