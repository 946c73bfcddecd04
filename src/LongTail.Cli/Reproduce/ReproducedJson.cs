using System.Collections.Immutable;
using System.Text.Json;
using LongTail.Cli.Reports;
using LongTail.Figures.Tables;

namespace LongTail.Cli.Reproduce;

/// <summary>A table or figure as one JSON object, "numbers" with what a figure shows, by file. Accuracies are percentages; null where nothing was published or measured.</summary>
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
        json.WriteStartObject("numbers");
        foreach (NumberTable numbers in outcome.Numbers) Write(json, numbers);
        json.WriteEndObject();
        WriteTexts("deviations", deviations);
        WriteTexts("files", files);

        void WriteTexts(string name, ImmutableArray<string> texts)
        {
            json.WriteStartArray(name);
            foreach (string text in texts) json.WriteStringValue(text);
            json.WriteEndArray();
        }
    });

    static void Write(Utf8JsonWriter json, NumberTable table)
    {
        json.WriteStartArray(table.Name);
        foreach (NumberRow row in table.Rows)
        {
            json.WriteStartObject();
            foreach ((string title, string label) in table.Labels.Zip(row.Labels)) json.WriteString(title, label);
            foreach ((string title, double? number) in table.Numbers.Zip(row.Numbers)) JsonText.Write(json, title, number);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
