using System.CommandLine;
using LongTail.Cli.Display;
using LongTail.Cli.Reports;
using LongTail.Foundation;
using LongTail.Onnx;

namespace LongTail.Cli.Commands;

/// <summary>Writes a trained network as an ONNX file.</summary>
static class ExportCommand
{
    const string Ending = ".onnx";

    public static Command Build(Host host)
    {
        Argument<string> checkpoint = CommonOptions.Checkpoint();
        Argument<string> path = new("FILE") { Description = $"The file to write, such as bkd{Ending}; replaced where it is there." };
        Option<string> weights = CommonOptions.Weights();
        Option<bool> json = CommonOptions.Json();
        Command command = new("export", "Writes a trained network as an ONNX file, for programs that run it by ONNX Runtime, without this program and without libtorch. It takes the bytes of pictures and gives probabilities; "
            + "what the network does to the bytes is inside, and the names of the classes are in the file.") { checkpoint, path, weights, json };
        TestPriorOptions prior = new(command, "How often the classes come up where it is used, to be corrected for in the file, as predict does (with a strength of 1 unless --correct says otherwise):");
        command.SetAction(parsed =>
        {
            string folder = parsed.GetRequiredValue(checkpoint), file = parsed.GetRequiredValue(path);
            OutputFile.Check(file, "FILE", null);
            if (!file.EndsWith(Ending, StringComparison.OrdinalIgnoreCase)) throw new UsageException($"Found FILE {SafeText.Quoted(file)}, expected a name that ends in {Ending}: that is the format that is written.");
            PriorRequest? asked = prior.Read(parsed);
            OnnxOptions options = new() { Weights = OptionWords.Weights.Read(parsed.GetValue(weights)!), Shifts = asked?.CorrectionWith(1) };
            OnnxDescription written = host.Library.Export(folder, file, options);
            AskedNetwork network = new(folder, options.Weights, written.Card, asked);
            if (parsed.GetValue(json)) host.Out.WriteLine(ExportJson.Write(network, written));
            else ExportLines.Write(network, written, Consoles.Of(host, host.Out, host.OutIsTerminal));
            return ExitCode.Done;
        });
        return command;
    }
}
