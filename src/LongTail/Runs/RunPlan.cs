using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Stages;

namespace LongTail.Runs;

/// <summary>The stages of one or more recipes in the order of training, each once.</summary>
/// <param name="Stages">Teachers before those who learn from them.</param>
/// <param name="Data">The opened data, by fingerprint.</param>
public sealed record RunPlan(ImmutableArray<PlannedStage> Stages, ImmutableDictionary<string, DataSplit> Data)
{
    /// <summary>Opens the data of the recipes and lays out their stages. Trains and writes nothing.</summary>
    /// <exception cref="Foundation.DataException">The data is missing or damaged.</exception>
    public static RunPlan Of(IEnumerable<Recipe> recipes, RunEnvironment environment) => throw new NotSupportedException();
}
