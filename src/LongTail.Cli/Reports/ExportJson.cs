using LongTail.Onnx;

namespace LongTail.Cli.Reports;

/// <summary>A network that was written for other programs, as one JSON object.</summary>
static class ExportJson
{
    public static string Write(AskedNetwork network, OnnxDescription file) => JsonText.Object(json =>
    {
        network.WriteTo(json);
        json.WriteString("file", file.Path);
        json.WriteNumber("bytes", file.Bytes);
        json.WriteNumber("height", file.View.Shape.Height);
        json.WriteNumber("width", file.View.Shape.Width);
        json.WriteNumber("channels", file.View.Shape.Channels);
        json.WriteNumber("resizeShorterSide", file.View.ShorterSide);
        json.WriteNumber("resizeFirstTo", file.View.PackedSide);
        json.WriteStartArray("classNames");
        foreach (string name in file.Card.ClassNames) json.WriteStringValue(name);
        json.WriteEndArray();
    });
}
