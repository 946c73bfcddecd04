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
            $"in: {OnnxFile.Pixels}, bytes [N, {file.View.Shape.Height}, {file.View.Shape.Width}, {file.View.Shape.Channels}], {file.View}",
            $"out: {OnnxFile.Logits} and {OnnxFile.Probabilities}, numbers [N, {file.Card.ClassNames.Length}]; class_names in the file's metadata has the names",
        ];
        foreach (string line in lines) console.Write(new Text(line + "\n"));
    }
}
