using System.Text.Json;
using LongTail.Cli.Commands;
using LongTail.Prediction;

namespace LongTail.Cli.Reports;

/// <summary>What a network says of some files as one JSON object. Probabilities are fractions.</summary>
static class PredictionJson
{
    public static string Write(PredictionReport report) => JsonText.Object(json =>
    {
        json.WriteString("folder", report.Folder);
        json.WriteString("weights", OptionWords.Weights.Of(report.Weights));
        json.WriteString("method", report.Card.Method);
        json.WriteString("network", report.Card.Network.Label);
        json.WriteNumber("classes", report.Card.ClassNames.Length);
        if (report.Prior is { } asked)
        {
            json.WriteString("prior", asked.Name);
            JsonText.Write(json, "correctedByTau", asked.Tau ?? 1);
            json.WriteString("trainedFor", asked.TrainedFor(report.Card));
        }
        json.WriteStartArray("pictures");
        foreach (PredictedFile file in report.Files) WriteFile(json, file);
        json.WriteEndArray();
        JsonText.WriteFiles(json, "leftOut", report.LeftOut);
    });

    static void WriteFile(Utf8JsonWriter json, PredictedFile file)
    {
        json.WriteStartObject();
        json.WriteString("path", file.Path);
        if (file.Fault is { } fault) json.WriteString("fault", fault);
        else
        {
            json.WriteStartArray("top");
            foreach (ClassProbability @class in file.Top)
            {
                json.WriteStartObject();
                json.WriteString("class", @class.Name);
                json.WriteNumber("label", @class.Label);
                JsonText.WriteExactly(json, "probability", @class.Probability);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
