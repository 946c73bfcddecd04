using System.Collections.Immutable;

namespace LongTail.Stages;

/// <summary>All that has to be trained for a stage.</summary>
public static class StageGraph
{
    /// <summary>Whether test labels steered the training of the stage or of one it needs (<see cref="Feedback.Test"/>, <see cref="WeightsEpoch.BestOnTest"/>): its accuracy on the test set is then too high to report, whatever the epoch.</summary>
    public static bool SawTestLabels(Stage stage) => Of(stage).Any(needed => needed.Feedback == Feedback.Test || needed.TeacherEpoch == WeightsEpoch.BestOnTest || needed.StartEpoch == WeightsEpoch.BestOnTest);

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
