using System.Collections.Immutable;
using System.Text.Json;
using LongTail.Cli.Commands;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Reports;

/// <summary>The result of train as one JSON object. Accuracies are percentages; null where a group has no class. Epochs count from 0.</summary>
static class RunJson
{
    public static string Write(ImmutableArray<TrainedNetwork> networks, GroupConvention groups) => JsonText.Object(json =>
    {
        json.WriteString("groups", OptionWords.Groups.Of(groups));
        json.WriteStartArray("runs");
        foreach (TrainedNetwork network in networks) WriteNetwork(json, network, groups);
        json.WriteEndArray();
    });

    static void WriteNetwork(Utf8JsonWriter json, TrainedNetwork network, GroupConvention groups)
    {
        StageResult result = network.Result;
        json.WriteStartObject();
        json.WriteString("recipe", network.Recipe);
        json.WriteString("method", network.Stage.Method);
        json.WriteString("role", network.Role == StageRole.Teacher ? "teacher" : "student");
        json.WriteNumber("seed", network.Stage.Seed);
        json.WriteNumber("epochs", network.Stage.Epochs);
        JsonText.Write(json, "imagesPerSecond", result.ImagesPerSecond);
        json.WriteBoolean("reused", result.Reused);
        json.WriteBoolean("sawTestLabels", StageGraph.SawTestLabels(network.Stage));
        json.WriteString("key", network.Stage.Key.Hex);
        json.WriteString("folder", result.Folder);
        json.WriteString("network", network.Stage.Network.Label);
        json.WriteNumber("classes", result.ClassNames.Length);
        JsonText.WriteSubset(json, network.Stage.Subset);
        WriteEpoch(json, "last", result.Last, result.Counts, groups);
        if (result.Selected is { } selected) WriteEpoch(json, "validated", selected, result.Counts, groups);
        WriteEpoch(json, "best", result.Best, result.Counts, groups);
        json.WriteEndObject();
    }

    /// <remarks>The last epoch is always evaluated, and the best is one that was.</remarks>
    static void WriteEpoch(Utf8JsonWriter json, string name, EpochRecord epoch, ClassCounts counts, GroupConvention groups)
    {
        json.WriteStartObject(name);
        json.WriteNumber("epoch", epoch.Epoch);
        JsonText.WriteAccuracies(json, epoch.Evaluation!, counts, groups);
        JsonText.WriteChosen(json, epoch.Chosen ?? []);
        json.WriteEndObject();
    }
}
