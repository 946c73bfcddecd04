using System.Collections.Immutable;
using System.Text.Json;
using LongTail.Cli.Compare;
using LongTail.Packs;
using LongTail.Runs;

namespace LongTail.Cli.Reports;

/// <summary>A plan as one JSON object.</summary>
static class PlanJson
{
    /// <param name="plan">The plan.</param>
    /// <param name="packs">That it needs.</param>
    /// <param name="names">Of the recipes.</param>
    /// <param name="notTrained">Of a comparison, the methods that do not fit the data.</param>
    public static string Write(RunPlan plan, ImmutableArray<PlannedPack> packs, RecipeNames names, IEnumerable<NotTrained>? notTrained = null) => JsonText.Object(json =>
    {
        json.WriteStartArray("stages");
        foreach (PlannedStage stage in plan.Stages) WriteStage(json, stage, plan, names);
        json.WriteEndArray();
        WriteCost(json, PlanCost.Of(plan));
        json.WriteStartArray("packs");
        foreach (PlannedPack pack in packs) WritePack(json, pack);
        json.WriteEndArray();
        if (notTrained is null) return;
        json.WriteStartObject("notTrained");
        foreach (NotTrained none in notTrained) json.WriteString(none.Method.Label, none.Reason);
        json.WriteEndObject();
    });

    static void WritePack(Utf8JsonWriter json, PlannedPack pack)
    {
        json.WriteStartObject();
        json.WriteString("file", pack.Path);
        json.WriteNumber("pictures", pack.Pictures);
        json.WriteNumber("shorterSide", pack.ShorterSide);
        json.WriteNumber("bytes", pack.Bytes);
        json.WriteBoolean("isThere", pack.IsThere);
        json.WriteEndObject();
    }

    static void WriteCost(Utf8JsonWriter json, PlanCost cost)
    {
        json.WriteStartObject("cost");
        json.WriteNumber("imagePasses", cost.Whole);
        json.WriteNumber("toTrain", cost.ToTrain);
        json.WriteNumber("eachRecipeAlone", cost.Alone);
        JsonText.Write(json, "savedPercent", 100 * cost.Saved);
        json.WriteEndObject();
    }

    static void WriteStage(Utf8JsonWriter json, PlannedStage stage, RunPlan plan, RecipeNames names)
    {
        double images = PlanTable.ImagesOf(stage, plan);
        json.WriteStartObject();
        json.WriteString("recipe", names.Of(stage.Stage));
        json.WriteString("method", stage.Stage.Method);
        json.WriteString("role", stage.Role.ToString().ToLowerInvariant());
        json.WriteNumber("seed", stage.Stage.Seed);
        json.WriteString("network", stage.Stage.Network.Label);
        JsonText.WriteSubset(json, stage.Stage.Subset);
        json.WriteString("state", PlanTable.StateOf(stage));
        json.WriteNumber("epochs", stage.Stage.Epochs);
        if (double.IsFinite(images)) json.WriteNumber("images", images); else json.WriteNull("images");
        json.WriteString("key", stage.Stage.Key.Hex);
        json.WriteString("folder", stage.Folder);
        json.WriteString("continues", stage.Continues?.Stage.Key.Hex);
        json.WriteNumber("continuesAfterEpochs", stage.Continues?.Epoch ?? 0);
        json.WriteStartArray("sideBySideWith");
        foreach (PlannedStage other in plan.Groups.Single(group => group.Contains(stage)).Where(other => other != stage)) json.WriteStringValue(other.Stage.Key.Hex);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
