using System.Collections.Immutable;
using LongTail.Stages;

namespace LongTail.Runs;

/// <summary>Finds the stages of a plan that can be trained side by side: same batches, same teachers, so that each is made and asked once for all.</summary>
static class SideBySide
{
    /// <summary>The stages in groups, in the order in which the groups are to be trained.</summary>
    /// <param name="stages">Each after those it needs.</param>
    public static ImmutableArray<ImmutableArray<PlannedStage>> Groups(ImmutableArray<PlannedStage> stages)
    {
        List<List<PlannedStage>> groups = [];
        Dictionary<StageKey, List<List<PlannedStage>>> open = [];
        Dictionary<StageKey, int> groupOf = [];
        foreach (PlannedStage planned in stages)
        {
            StageKey batches = BatchesOf(planned.Stage);
            List<List<PlannedStage>> alike = open.GetValueOrDefault(batches, []);
            List<PlannedStage>? group = Shares(planned) ? alike.FirstOrDefault(earlier => IsReadyBefore(groups.IndexOf(earlier), planned, groupOf)) : null;
            if (group is null)
            {
                groups.Add(group = []);
                if (Shares(planned)) open[batches] = [.. alike, group];
            }
            group.Add(planned);
            groupOf[planned.Stage.Key] = groups.IndexOf(group);
        }
        return [.. groups.Select(group => group.ToImmutableArray())];
    }

    // Without a teacher, stages would share the making of batches alone, some 1 % of a step, and none would be done before all are.
    static bool Shares(PlannedStage planned) => planned.State != StageState.Trained && !planned.Stage.Teachers.IsEmpty;

    // Teachers are the same for the whole group; what a stage starts from or continues need not be. What is not in the plan is there already.
    static bool IsReadyBefore(int group, PlannedStage planned, Dictionary<StageKey, int> groupOf) =>
        new[] { planned.Stage.StartFrom, planned.Continues?.Stage }.OfType<Stage>().All(earlier => groupOf.GetValueOrDefault(earlier.Key, -1) < group);

    // All that decides about batches and the teachers' answers: everything but what is named here. A property that a stage gets later
    // counts until somebody finds that it need not.
    static StageKey BatchesOf(Stage stage) => (stage with
    {
        Network = null!,
        Objective = null!,
        Optimizer = null!,
        EvaluateEvery = 1,
        Feedback = Feedback.None,
        Trained = TrainedPart.Everything,
        StartFrom = null,
        Pretrained = null,
        StartEpoch = WeightsEpoch.Last,
        StartWith = StartingWeights.Everything,
        FrozenStatistics = false,
    }).Key;
}
