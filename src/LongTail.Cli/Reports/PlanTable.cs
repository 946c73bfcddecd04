using System.Collections.Immutable;
using LongTail.Cli.Display;
using LongTail.Runs;
using Spectre.Console;

namespace LongTail.Cli.Reports;

/// <summary>A plan for people: one row per stage in the order of training.</summary>
static class PlanTable
{
    public static void Write(RunPlan plan, RecipeNames names, IAnsiConsole console)
    {
        Table table = new Table().RoundedBorder();
        foreach (string name in new[] { "stage", "recipe", "role", "state", "epochs", "images" })
            table.AddColumn(new TableColumn(new Text(name)).NoWrap());
        foreach (PlannedStage stage in plan.Stages)
            table.AddRow(Cells(stage, plan, names).Select(cell => new Text(cell)));
        console.Write(table);

        PlannedStage[] missing = [.. plan.Stages.Where(s => s.State != StageState.Trained)];
        console.Write(new Text($"To train: {missing.Length} of {plan.Stages.Length} stages, {Words.Whole(missing.Sum(s => s.Stage.Epochs))} epochs, {Words.Whole(missing.Sum(s => ImagesOf(s, plan)))} images"
            + $"{(missing.Any(s => s.State == StageState.Interrupted) ? "; interrupted stages need less" : "")}.\n"));
        foreach (ImmutableArray<PlannedStage> group in plan.Groups.Where(group => group.Length > 1))
            console.Write(new Text($"Side by side, on the same batches with one question to the teacher: {string.Join(", ", group.Select(s => Words.Stage(s.Stage)))}.\n"));
        foreach (PlannedStage stage in plan.Stages) console.Write(new Text($"{stage.Stage.Key.Short}  {SafeText.Of(stage.Folder, 400)}\n"));
    }

    /// <summary>Images the stage trains on, over all its epochs.</summary>
    public static double ImagesOf(PlannedStage stage, RunPlan plan) =>
        plan.Data.TryGetValue(stage.Stage.Data.Fingerprint, out Data.DataSplit? data) ? (double)data.Train.Count * stage.Stage.Epochs : double.NaN;

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
        Words.Whole(stage.Stage.Epochs),
        Words.Whole(ImagesOf(stage, plan)),
    ];
}
