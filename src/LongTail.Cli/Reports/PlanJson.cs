using System.Text.Json;
using LongTail.Runs;

namespace LongTail.Cli.Reports;

/// <summary>A plan as one JSON object.</summary>
static class PlanJson
{
    public static string Write(RunPlan plan, RecipeNames names) => JsonText.Object(json =>
    {
        json.WriteStartArray("stages");
        foreach (PlannedStage stage in plan.Stages) WriteStage(json, stage, plan, names);
        json.WriteEndArray();
    });

    static void WriteStage(Utf8JsonWriter json, PlannedStage stage, RunPlan plan, RecipeNames names)
    {
        double images = PlanTable.ImagesOf(stage, plan);
        json.WriteStartObject();
        json.WriteString("recipe", names.Of(stage.Stage));
        json.WriteString("method", stage.Stage.Method);
        json.WriteString("role", stage.Role.ToString().ToLowerInvariant());
        json.WriteNumber("seed", stage.Stage.Seed);
        json.WriteString("network", stage.Stage.Network.Label);
        json.WriteString("state", PlanTable.StateOf(stage));
        json.WriteNumber("epochs", stage.Stage.Epochs);
        if (double.IsFinite(images)) json.WriteNumber("images", images); else json.WriteNull("images");
        json.WriteString("key", stage.Stage.Key.Hex);
        json.WriteString("folder", stage.Folder);
        json.WriteStartArray("sideBySideWith");
        foreach (PlannedStage other in plan.Groups.Single(group => group.Contains(stage)).Where(other => other != stage)) json.WriteStringValue(other.Stage.Key.Hex);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
