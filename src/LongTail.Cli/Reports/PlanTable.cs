using System.Collections.Immutable;
using LongTail.Cli.Display;
using LongTail.Foundation;
using LongTail.Packs;
using LongTail.Runs;
using LongTail.Stages;
using Spectre.Console;

namespace LongTail.Cli.Reports;

/// <summary>A plan for people: one row per stage in the order of training.</summary>
static class PlanTable
{
    public static void Write(RunPlan plan, ImmutableArray<PlannedPack> packs, RecipeNames names, IAnsiConsole console)
    {
        Table table = new Table().RoundedBorder();
        // Where the terminal is narrow, names wrap, words and numbers never do.
        foreach (string name in new[] { "stage", "recipe" }) table.AddColumn(new TableColumn(new Text(name)));
        foreach (string name in new[] { "role", "state" }) table.AddColumn(new TableColumn(new Text(name)).NoWrap());
        foreach (string name in new[] { "epochs", "images" }) table.AddColumn(new TableColumn(new Text(name)).NoWrap().RightAligned());
        foreach (PlannedStage stage in plan.Stages)
            table.AddRow(Cells(stage, plan, names).Select(cell => new Text(cell)));
        console.Write(table);

        PlannedStage[] missing = [.. plan.Stages.Where(s => s.State != StageState.Trained)];
        console.Write(new Text($"To train: {missing.Length} of {plan.Stages.Length} stages, {Words.Whole(missing.Sum(s => s.EpochsToTrain))} epochs, {Words.Whole(missing.Sum(s => ImagesOf(s, plan)))} images"
            + $"{(missing.Any(s => s.State == StageState.Interrupted) ? "; interrupted stages need less" : "")}.\n"));
        console.Write(new Text($"{CostOf(PlanCost.Of(plan))}\n"));
        foreach (ImmutableArray<PlannedStage> group in plan.Groups.Where(group => group.Length > 1))
            console.Write(new Text($"Side by side, on the same batches with one question to the teacher: {string.Join(", ", group.Select(s => Named(s.Stage)))}.\n"));
        foreach (PlannedStage stage in plan.Stages.Where(stage => stage.Continues is not null))
            console.Write(new Text($"Equal until then, and so continued after epoch {stage.Continues!.Epoch} of {Named(OtherOf(stage, plan))}: {Named(stage.Stage)}.\n"));
        foreach (PlannedPack pack in packs)
            console.Write(new Text($"Packed pictures: {Words.Whole(pack.Pictures)} at a shorter side of {pack.ShorterSide} pixels, {(pack.IsThere ? $"{pack.Size}, there already" : $"about {pack.Size}, to be built")}: {SafeText.Of(pack.Path, 400)}\n"));
        foreach (PlannedStage stage in plan.Stages) console.Write(new Text($"{stage.Stage.Key.Short}  {SafeText.Of(stage.Folder, 400)}\n"));

        // With its recipe where others are called the same: on other data, or with other settings.
        string Named(Stage stage) => plan.Stages.Count(other => Words.Stage(other.Stage) == Words.Stage(stage)) > 1 ? $"{Words.Stage(stage)} ({SafeText.Of(names.Of(stage))})" : Words.Stage(stage);
    }

    static string CostOf(PlanCost cost) =>
        $"Cost in image passes, forward 1, forward and backward 3: {Words.Whole(cost.Alone)} for each recipe by itself, {Words.Whole(cost.Whole)} for the plan, so sharing saves {Words.Percent(cost.Saved)} %; {Words.Whole(cost.ToTrain)} still to train.";

    // What was left by an earlier run is not in the plan, and known by its key alone.
    static Stage OtherOf(PlannedStage stage, RunPlan plan) =>
        plan.Stages.FirstOrDefault(other => other.Stage.Key == stage.Continues!.Stage.Key)?.Stage ?? stage.Continues!.Stage;

    /// <summary>Images the stage trains on, over all its epochs.</summary>
    public static double ImagesOf(PlannedStage stage, RunPlan plan) =>
        plan.Data.TryGetValue(stage.Stage.Data.Fingerprint, out Data.DataSplit? data) ? (double)data.CountsOf(stage.Stage.Subset).Total * stage.Stage.Streams * stage.EpochsToTrain : double.NaN;

    /// <summary>The state in words.</summary>
    public static string StateOf(PlannedStage stage) => stage.State switch
    {
        StageState.Trained => "trained",
        StageState.Interrupted => "interrupted",
        _ => "to train",
    };

    static IEnumerable<string> Cells(PlannedStage stage, RunPlan plan, RecipeNames names) =>
    [
        Words.Stage(stage.Stage),
        SafeText.Of(names.Of(stage.Stage)),
        stage.Role.ToString().ToLowerInvariant(),
        StateOf(stage),
        Words.Whole(stage.EpochsToTrain),
        Words.Whole(ImagesOf(stage, plan)),
    ];
}
