using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Stages;

namespace LongTail.Runs;

/// <summary>The stages of one or more recipes in the order of training, each once.</summary>
/// <param name="Stages">Teachers before those who learn from them.</param>
/// <param name="Data">The opened data, by fingerprint.</param>
public sealed record RunPlan(ImmutableArray<PlannedStage> Stages, ImmutableDictionary<string, DataSplit> Data)
{
    /// <summary>The stage that each recipe asks for, in the order of the recipes; all students unless told otherwise.</summary>
    public ImmutableArray<Stage> Asked
    {
        get => field.IsDefault ? [.. Stages.Where(planned => planned.Role == StageRole.Student).Select(planned => planned.Stage)] : field;
        init;
    }

    /// <summary>The stages in the groups that are trained side by side, on the same batches and with one question to the teacher for all; most have one stage.</summary>
    public ImmutableArray<ImmutableArray<PlannedStage>> Groups => SideBySide.Groups(Stages);

    /// <summary>Opens the data of the recipes and lays out their stages. Trains and writes nothing.</summary>
    /// <param name="recipes">Each asks for one stage; what they share is in the plan once.</param>
    /// <param name="environment">Where the data is, and where trained stages are looked for.</param>
    /// <param name="opener">Opens the data, tells how far it is and may be stopped; null opens it in silence.</param>
    /// <exception cref="Foundation.DataException">The data is missing or damaged, or a picture that a list names is not there.</exception>
    /// <exception cref="Foundation.ModelFileException">There is no such file of pretrained weights, or they do not fit the network.</exception>
    /// <exception cref="Foundation.RecipeException">A recipe names an unknown set, or does not fit its data.</exception>
    /// <exception cref="OperationCanceledException">The opener was stopped.</exception>
    public static RunPlan Of(IEnumerable<Recipe> recipes, RunEnvironment environment, DataOpener? opener = null)
    {
        opener ??= new();
        Dictionary<string, DataSplit> opened = [];
        Dictionary<StageKey, Stage> known = [];
        List<StageKey> order = [];
        HashSet<StageKey> needed = [];
        List<Stage> asked = [];
        Dictionary<PretrainedStart, PretrainedStart> identified = [];
        foreach (Recipe recipe in recipes)
        {
            DataSplit data = opener.Open(recipe.Data, environment.DataFolder);
            opened.TryAdd(data.Fingerprint, data);
            Stage wanted = recipe.Method.Plan(recipe with
            {
                Pretrained = Identified(recipe.Pretrained),
                TeacherPretrained = Identified(recipe.TeacherPretrained),
                Data = recipe.Data with { Fingerprint = data.Fingerprint },
                Images = data.Train.Shape,
            });
            asked.Add(wanted);
            Visit(wanted, data, known, order, needed);
        }

        ImmutableDictionary<string, DataSplit> byFingerprint = opened.ToImmutableDictionary();
        foreach (Stage stage in known.Values) StageCheck.OfTeachers(stage, byFingerprint);
        StartCheck.Of(known.Values, byFingerprint, environment.DataFolder);
        StageStore store = new(environment.OutputFolder);
        ImmutableArray<PlannedStage> planned = Continuations.In([.. order.Select(key => new PlannedStage(known[key], needed.Contains(key) ? StageRole.Teacher : StageRole.Student, StageState.ToTrain, store.FolderOf(known[key])))], store);
        foreach (TrainingSet set in planned.Where(stage => stage.State != StageState.Trained).Select(stage => stage.Stage.Data).DistinctBy(set => set.Fingerprint))
            PictureSets.CheckThere(set, byFingerprint[set.Fingerprint!]);
        return new(planned, byFingerprint)
        {
            Asked = [.. asked],
        };

        PretrainedStart? Identified(PretrainedStart? written)
        {
            if (written is null) return null;
            if (!identified.TryGetValue(written, out PretrainedStart? found)) identified.Add(written, found = PretrainedFiles.Identify(written, environment.DataFolder));
            return found;
        }
    }

    static StageKey Visit(Stage stage, DataSplit data, Dictionary<StageKey, Stage> known, List<StageKey> order, HashSet<StageKey> needed)
    {
        StageKey key = stage.Key;
        if (!known.TryAdd(key, stage)) return key;
        StageCheck.Of(stage, data);
        Stage[] before = stage.StartFrom is { } start ? [start, .. stage.Teachers] : [.. stage.Teachers];
        foreach (Stage earlier in before) needed.Add(Visit(earlier, data, known, order, needed));
        order.Add(key);
        return key;
    }
}
