using LongTail.Foundation;
using LongTail.Onnx;
using Spectre.Console;

namespace LongTail.Cli.Reports;

/// <summary>A network that was written for other programs, for people.</summary>
static class ExportLines
{
    const double Megabyte = 1e6;

    public static void Write(AskedNetwork network, OnnxDescription file, IAnsiConsole console)
    {
        string[] lines =
        [
            .. network.Lines(),
            FormattableString.Invariant($"written to {SafeText.Of(file.Path, 400)}, {file.Bytes / Megabyte:0.0} MB"),
            $"in: {OnnxFile.Pixels}, bytes [N, {file.Height}, {file.Width}, {file.Channels}], {(file.Channels == 1 ? "grey" : "RGB")}: a picture's shorter side brought to {file.ShorterSide} pixels, and its middle",
            $"out: {OnnxFile.Logits} and {OnnxFile.Probabilities}, numbers [N, {file.Card.ClassNames.Length}]; class_names in the file's metadata has the names",
        ];
        foreach (string line in lines) console.Write(new Text(line + "\n"));
    }
}
