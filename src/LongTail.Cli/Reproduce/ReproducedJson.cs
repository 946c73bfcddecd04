using System.Collections.Immutable;
using LongTail.Cli.Reports;
using LongTail.Figures.Tables;

namespace LongTail.Cli.Reproduce;

/// <summary>A table or figure as one JSON object. Accuracies are percentages; null where nothing was published or measured.</summary>
static class ReproducedJson
{
    public static string Write(Experiment experiment, Outcome outcome, ImmutableArray<string> deviations, ImmutableArray<string> files) => JsonText.Object(json =>
    {
        json.WriteString("experiment", experiment.Name);
        json.WriteStartArray("cells");
        foreach (ComparedRow row in outcome.Table?.Rows ?? [])
            foreach ((string column, ComparedCell cell) in outcome.Table!.Columns.Zip(row.Cells))
            {
                json.WriteStartObject();
                json.WriteString("row", row.Name);
                json.WriteString("column", column);
                JsonText.Write(json, "published", cell.Published);
                JsonText.Write(json, "mean", cell.Measured?.Mean);
                JsonText.Write(json, "deviation", cell.Measured?.Deviation);
                json.WriteNumber("runs", cell.Measured?.Runs ?? 0);
                JsonText.Write(json, "difference", cell.Difference);
                json.WriteEndObject();
            }
        json.WriteEndArray();
        WriteTexts("deviations", deviations);
        WriteTexts("files", files);

        void WriteTexts(string name, ImmutableArray<string> texts)
        {
            json.WriteStartArray(name);
            foreach (string text in texts) json.WriteStringValue(text);
            json.WriteEndArray();
        }
    });
}
