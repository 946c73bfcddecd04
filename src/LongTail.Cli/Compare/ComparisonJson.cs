using System.Text.Json;
using LongTail.Cli.Commands;
using LongTail.Cli.Reports;
using LongTail.Results;
using LongTail.Runs;

namespace LongTail.Cli.Compare;

/// <summary>A comparison as one JSON object, in the words of <see cref="RunJson"/>.</summary>
static class ComparisonJson
{
    public static string Write(Comparison comparison) => JsonText.Object(json =>
    {
        CompareRequest request = comparison.Request;
        json.WriteString("command", request.CommandLine);
        json.WriteString("groups", OptionWords.Groups.Of(request.Run.Groups));
        json.WriteString("preset", request.Preset.Name);
        json.WriteString("recipe", request.Recipe);
        WriteArray(json, "repetitions", request.Repetitions, WriteRepetition);
        WriteArray(json, "madeBy", comparison.MadeBy, by => WriteMadeBy(json, by));
        WriteArray(json, "methods", comparison.Rows, row => WriteRow(json, row, comparison));

        void WriteRepetition(Repetition repetition)
        {
            json.WriteNumber("seed", repetition.Seed);
            json.WriteNumber("subsetSeed", repetition.SubsetSeed);
        }
    });

    static void WriteRow(Utf8JsonWriter json, ComparisonRow row, Comparison comparison)
    {
        json.WriteString("label", row.Label);
        json.WriteString("method", row.Method.Choice.Entry.Name);
        json.WriteString("title", row.Method.Choice.Entry.Title);
        json.WriteString("preset", row.Method.Preset.Name);
        json.WriteString("notTrained", row.NotTrained);
        json.WriteStartObject("settings");
        foreach ((string name, string value) in row.Settings)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value);
        }
        json.WriteEndObject();
        json.WriteBoolean("sawTestLabels", row.SawTestLabels);
        json.WriteNumber("n", row.Runs.Length);
        if (row.Runs.Length == 0) return;
        foreach (Quantities group in Quantities.All)
        {
            json.WriteStartObject(group.Name);
            foreach ((string name, Func<ComparisonRun, double?> of) in group.Members) WriteMeasured(json, name, row.Over(of));
            json.WriteEndObject();
        }
        JsonText.Write(json, "peakMebibytes", row.Runs.Max(run => run.PeakMebibytes));
        WriteDifferences(json, row, comparison);
        WriteArray(json, "runs", row.Runs, run => WriteRun(json, run));
    }

    static void WriteDifferences(Utf8JsonWriter json, ComparisonRow row, Comparison comparison)
    {
        json.WriteStartObject("ahead");
        foreach (ComparisonRow reference in comparison.References)
        {
            json.WriteStartObject(reference.Label);
            foreach (Measure measure in Measure.Main) WriteMeasured(json, measure.Name, row.Over(reference, measure));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    static void WriteRun(Utf8JsonWriter json, ComparisonRun run)
    {
        json.WriteNumber("seed", run.Repetition.Seed);
        json.WriteNumber("subsetSeed", run.Repetition.SubsetSeed);
        json.WriteString("key", run.Result.Stage.Key.Hex);
        json.WriteString("folder", run.Result.Folder);
        json.WriteStartArray("teachers");
        foreach (StageResult teacher in run.Teachers)
        {
            json.WriteStartObject();
            json.WriteString("key", teacher.Stage.Key.Hex);
            json.WriteString("folder", teacher.Folder);
            json.WriteNumber("epoch", run.TeachesWith(teacher).Epoch);
            JsonText.Write(json, "top1", 100 * run.TeachesWith(teacher).Evaluation!.Top1);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteBoolean("reused", run.Result.Reused);
        json.WriteBoolean("sawTestLabels", run.SawTestLabels);
        if (run.Result.Selected is { } selected) json.WriteNumber("validatedEpoch", selected.Epoch);
        else json.WriteNull("validatedEpoch");
        json.WriteNumber("bestEpoch", run.Result.Best.Epoch);
        JsonText.WriteChosen(json, run.Chosen);
        JsonText.Write(json, "peakMebibytes", run.PeakMebibytes);
        foreach (Quantities group in Quantities.All)
        {
            json.WriteStartObject(group.Name);
            foreach ((string name, Func<ComparisonRun, double?> of) in group.Members) JsonText.Write(json, name, of(run));
            json.WriteEndObject();
        }
    }

    static void WriteMeasured(Utf8JsonWriter json, string name, RepeatedMeasurement? measured)
    {
        if (measured is not { } value)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        JsonText.Write(json, "mean", value.Mean);
        JsonText.Write(json, "sd", value.Deviation);
        JsonText.Write(json, "low", value.Low);
        JsonText.Write(json, "high", value.High);
        json.WriteEndObject();
    }

    static void WriteMadeBy(Utf8JsonWriter json, MadeBy by)
    {
        json.WriteString("program", by.Program);
        json.WriteString("torchSharp", by.TorchSharp);
        json.WriteString("runtime", by.Runtime);
        json.WriteString("system", by.System);
        json.WriteString("processor", by.Processor);
        json.WriteNumber("cores", by.Cores);
        json.WriteNumber("threads", by.Threads);
        json.WriteString("device", by.Device);
        json.WriteString("deviceName", by.DeviceName);
        json.WriteBoolean("tf32", by.Tf32);
        json.WriteBoolean("cudaGraph", by.CudaGraph);
        json.WriteBoolean("cudnnBenchmark", by.CudnnBenchmark);
    }

    static void WriteArray<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> content)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            content(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
