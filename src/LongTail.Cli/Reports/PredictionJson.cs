using System.Text.Json;
using LongTail.Prediction;

namespace LongTail.Cli.Reports;

/// <summary>What a network says of some files as one JSON object. Probabilities are fractions.</summary>
static class PredictionJson
{
    public static string Write(PredictionReport report) => JsonText.Object(json =>
    {
        report.Network.WriteTo(json);
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
