using System.Collections.Immutable;
using LongTail.Stages;

namespace LongTail.Runs;

/// <summary>Lets stages of a plan continue others of it, and puts them behind those.</summary>
static class Continuations
{
    /// <summary>The same stages, each after those it needs or continues, and each with its state and what it continues.</summary>
    /// <param name="stages">Each after those it needs.</param>
    /// <param name="store">Knows what is trained; null for nothing.</param>
    public static ImmutableArray<PlannedStage> In(ImmutableArray<PlannedStage> stages, StageStore? store)
    {
        Dictionary<StageKey, PlannedStage> all = stages.ToDictionary(planned => planned.Stage.Key, planned => planned with { State = store?.StateOf(planned.Stage) ?? StageState.ToTrain });
        foreach (StageKey key in stages.Select(planned => planned.Stage.Key)) all[key] = all[key] with { Continues = Of(all[key], all, store) };
        List<PlannedStage> ordered = [];
        HashSet<StageKey> placed = [];
        foreach (PlannedStage planned in stages) Place(planned.Stage.Key);
        return [.. ordered];

        void Place(StageKey key)
        {
            if (!all.TryGetValue(key, out PlannedStage? planned) || !placed.Add(key)) return;
            Stage stage = planned.Stage;
            foreach (Stage? before in stage.Teachers.Append(stage.StartFrom).Append(planned.Continues?.Stage))
                if (before is not null) Place(before.Key);
            ordered.Add(planned);
        }
    }

    // What has begun by itself goes on by itself. A finished run has left nothing to continue, unless it was asked to.
    static Continuation? Of(PlannedStage planned, Dictionary<StageKey, PlannedStage> all, StageStore? store)
    {
        if (planned.State != StageState.ToTrain || Continuation.Of(planned.Stage) is not { } possible) return null;
        if (store?.HasBranch(possible) == true) return possible;
        return all.TryGetValue(possible.Stage.Key, out PlannedStage? other) && !IsPast(other, possible.Epoch, store) ? possible : null;
    }

    static bool IsPast(PlannedStage stage, int epoch, StageStore? store) => stage.State switch
    {
        StageState.Trained => true,
        StageState.Interrupted => store!.EpochOf(stage.Stage) >= epoch,
        _ => false,
    };
}
