using System.Collections.Immutable;
using LongTail.Cli.Display;
using LongTail.Data;
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

    /// <summary>Lays out the stages of its recipes.</summary>
    /// <param name="host">Hears how far the data is looked at.</param>
    /// <param name="cancel">Stops it.</param>
    public RunPlan Plan(Host host, CancellationToken cancel) => host.Library.Plan(Recipes, Environment, Opener(host, cancel));

    /// <summary>Opens its data.</summary>
    /// <inheritdoc cref="Plan"/>
    public DataOpener Opener(Host host, CancellationToken cancel) => new(new TimedLines(host, "looked at", "pictures", Quiet), cancel);
}
