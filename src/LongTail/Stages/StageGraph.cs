using System.Collections.Immutable;

namespace LongTail.Stages;

/// <summary>All that has to be trained for a stage.</summary>
public static class StageGraph
{
    /// <summary>The stage and those it needs, directly or not: each once, after those it needs itself.</summary>
    public static ImmutableArray<Stage> Of(Stage stage)
    {
        List<Stage> ordered = [];
        HashSet<StageKey> visited = [];
        Visit(stage);
        return [.. ordered];

        void Visit(Stage next)
        {
            if (!visited.Add(next.Key)) return;
            if (next.StartFrom is { } start) Visit(start);
            foreach (Stage teacher in next.Teachers) Visit(teacher);
            ordered.Add(next);
        }
    }
}
