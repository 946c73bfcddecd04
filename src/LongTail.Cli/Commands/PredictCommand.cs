using System.Collections.Immutable;
using System.CommandLine;
using LongTail.Cli.Display;
using LongTail.Cli.Reports;
using LongTail.Foundation;
using LongTail.Pictures;
using LongTail.Prediction;
using LongTail.Runs;

namespace LongTail.Cli.Commands;

/// <summary>Names the classes of pictures by a trained network.</summary>
static class PredictCommand
{
    const int UsualClasses = 3;

    public static Command Build(Host host)
    {
        Argument<string> checkpoint = CommonOptions.Checkpoint();
        Argument<string[]> paths = new("PICTURE") { Description = "Picture files, and folders that are looked through at any depth.", Arity = ArgumentArity.OneOrMore };
        Option<int> top = new("--top") { Description = "How many classes are told of each picture, the likeliest first.", HelpName = "N", DefaultValueFactory = _ => UsualClasses };
        Option<string> csv = new("--csv") { Description = "Writes a line per picture into this file instead of printing them.", HelpName = "FILE" };
        Option<string> weights = CommonOptions.Weights();
        Option<string> device = CommonOptions.Device();
        Option<string> precision = CommonOptions.Precision("what it was trained with");
        Option<string> threads = CommonOptions.Threads();
        Option<bool> json = CommonOptions.Json();
        Command command = new("predict", "Names the classes of pictures by a trained network. Exit code 3 when a file cannot be drawn; the others are asked about all the same.")
            { checkpoint, paths, top, csv, weights, precision, device, threads, json };
        TestPriorOptions prior = new(command, "How often the classes come up among these pictures, to be corrected for:");
        command.SetAction(parsed => InterruptibleRun.Unwritten(host, cancel =>
        {
            int most = parsed.GetValue(top) is >= 1 and var given ? given : throw new UsageException($"Found --top {parsed.GetValue(top)}, expected 1 or more.");
            string? file = parsed.GetValue(csv);
            OutputFile.Check(file, "--csv", PredictionCsv.Mark);
            string folder = parsed.GetRequiredValue(checkpoint);
            PriorRequest? asked = prior.Read(parsed);
            ComputeDevice place = CommonOptions.DeviceOf(parsed.GetValue(device)!);
            ClassifierOptions options = new()
            {
                Weights = OptionWords.Weights.Read(parsed.GetValue(weights)!),
                Device = place,
                Precision = CommonOptions.PrecisionOf(parsed.GetValue(precision), place, host.Library),
                Threads = CommonOptions.ThreadsOf(parsed.GetValue(threads)),
                Shifts = asked?.CorrectionWith(1),
            };
            if (File.Exists(folder)) StoredStage.Open(folder);   // a file is no network, and is refused as what it is: a picture, where the two are mixed up
            (ImmutableArray<string> files, ImmutableArray<LeftOut> leftOut) = PictureSearch.In(parsed.GetRequiredValue(paths));
            if (files.IsEmpty) throw NothingFound(parsed.GetRequiredValue(paths), leftOut);
            if (asked?.Shares is { } shares) shares.Of(host.Library.Describe(folder).ClassNames);
            (ModelCard card, IEnumerable<ClassifiedFile> answers) = host.Library.Classify(folder, options, files);
            PredictionReport report = new(new(folder, options.Weights, card, asked), leftOut, [.. Told(answers, most, files.Length, host, cancel)]);
            if (parsed.GetValue(json)) host.Out.WriteLine(PredictionJson.Write(report));
            else PredictionTables.Write(report, file is null, Consoles.Of(host, host.Out, host.OutIsTerminal));
            if (file is not null) OutputFile.Write(file, PredictionCsv.Write(report, most));
            return report.Faults.IsEmpty ? ExitCode.Done : ExitCode.Data;
        }));
        return command;
    }

    static DataException NothingFound(string[] paths, ImmutableArray<LeftOut> leftOut)
    {
        string others = leftOut.IsEmpty ? "" : $" ({leftOut.Length} other file(s), such as {SafeText.Of(leftOut[0].Path, 200)}: {SafeText.Of(leftOut[0].Reason, 300)})";
        return new($"Found no pictures in {string.Join(", ", paths.Select(path => SafeText.Of(path, 200)))}{others}, expected picture files, or folders with some at any depth.");
    }

    static IEnumerable<PredictedFile> Told(IEnumerable<ClassifiedFile> answers, int most, int all, Host host, CancellationToken cancel)
    {
        TimedLines lines = new(host, "asked about", "pictures");
        int done = 0;
        foreach (ClassifiedFile answer in answers)
        {
            cancel.ThrowIfCancellationRequested();
            lines.Report(new(++done, all));
            yield return new(answer.Path, answer.Classification?.Top(most) ?? [], answer.Fault);
        }
    }
}
