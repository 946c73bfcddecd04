using System.Text.Json;
using LongTail.Cli.Commands;
using LongTail.Foundation;
using LongTail.Results;

namespace LongTail.Cli.Reports;

/// <summary>A checkpoint's evaluation as one JSON object, in the words of <see cref="RunJson"/>.</summary>
static class EvaluationJson
{
    public static string Write(CheckpointReport report, GroupConvention convention) => JsonText.Object(json =>
    {
        json.WriteString("folder", report.Folder);
        json.WriteString("weights", OptionWords.Weights.Of(report.Weights));
        json.WriteString("method", report.Card.Method);
        json.WriteNumber("seed", report.Card.Seed);
        json.WriteNumber("epochs", report.Card.Epochs);
        json.WriteString("network", report.Card.Network.Label);
        json.WriteNumber("classes", report.Classes);
        JsonText.WriteSubset(json, report.Card.Subset);
        json.WriteStartObject("result");
        json.WriteNumber("epoch", report.Epoch);
        JsonText.WriteAccuracies(json, report.Evaluation, report.Counts, convention);
        json.WriteEndObject();
        WritePrior(json, report);
        WriteOpenSet(json, report);
        WriteClasses(json, report, convention);
        WriteConfusion(json, report);
    });

    static void WritePrior(Utf8JsonWriter json, CheckpointReport report)
    {
        if (report.Prior is not { } asked) return;
        json.WriteStartObject("underTestPrior");
        json.WriteString("prior", asked.Prior.ToString());
        JsonText.Write(json, "correctedByTau", asked.Tau);
        JsonText.Write(json, "top1", 100 * asked.Prior.Accuracy(report.Evaluation, report.Counts));
        json.WriteEndObject();
    }

    static void WriteOpenSet(Utf8JsonWriter json, CheckpointReport report)
    {
        if (report.OpenSet is not { } open) return;
        json.WriteStartObject("openSet");
        json.WriteString("set", open.Set);
        json.WriteNumber("rejectBelow", open.Threshold);
        json.WriteNumber("known", open.Result.Known);
        json.WriteNumber("knownRejected", open.Result.KnownRejected);
        json.WriteNumber("knownRight", open.Result.KnownRight);
        json.WriteNumber("unknown", open.Result.Unknown);
        json.WriteNumber("unknownRejected", open.Result.UnknownRejected);
        JsonText.Write(json, "precision", 100 * open.Result.Precision);
        JsonText.Write(json, "recall", 100 * open.Result.Recall);
        JsonText.Write(json, "fMeasure", 100 * open.Result.FMeasure);
        json.WriteEndObject();
    }

    static void WriteClasses(Utf8JsonWriter json, CheckpointReport report, GroupConvention convention)
    {
        EvaluationResult evaluation = report.Evaluation;
        json.WriteStartArray("perClass");
        for (int label = 0; label < report.Classes; label++)
        {
            json.WriteStartObject();
            json.WriteNumber("label", label);
            json.WriteString("name", report.Card.ClassNames[label]);
            json.WriteString("group", convention.GroupOf(report.Counts[label]).ToString().ToLowerInvariant());
            json.WriteNumber("trainImages", report.Counts[label]);
            json.WriteNumber("testImages", evaluation.Images[label]);
            json.WriteNumber("correct", evaluation.Correct[label]);
            JsonText.Write(json, "accuracy", 100 * evaluation.ClassAccuracy(label));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void WriteConfusion(Utf8JsonWriter json, CheckpointReport report)
    {
        json.WriteStartArray("confusion");
        for (int row = 0; row < report.Confusion.Classes; row++)
        {
            json.WriteStartArray();
            for (int column = 0; column < report.Confusion.Classes; column++) json.WriteNumberValue(report.Confusion[row, column]);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }
}
