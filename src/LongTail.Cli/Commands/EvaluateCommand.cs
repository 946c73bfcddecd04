using System.Collections.Immutable;
using System.CommandLine;
using LongTail.Cli.Display;
using LongTail.Cli.Reports;
using LongTail.Foundation;
using LongTail.Prediction;
using LongTail.Recipes;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Commands;

/// <summary>Evaluates a trained network, class by class.</summary>
static class EvaluateCommand
{
    const string PicturesName = "--pictures";

    public static Command Build(Host host)
    {
        Argument<string> checkpoint = CommonOptions.Checkpoint();
        Option<string> data = CommonOptions.Data();
        Option<string> weights = CommonOptions.Weights();
        Option<string> recipe = new("--recipe") { Description = "Refuses a network that this recipe does not train, as its student or as one of its teachers: with any seed, in any precision.", HelpName = "RECIPE" };
        Option<string[]> set = new("--set") { Description = "Changes a value of that recipe, as in training. Repeatable.", HelpName = "KEY=VALUE" };
        Option<string> device = CommonOptions.Device();
        Option<string> groups = CommonOptions.Groups();
        Option<string> threads = CommonOptions.Threads();
        Option<string> pictures = new(PicturesName) { Description = "Measures on the pictures of this folder, a folder per class with the names of the network's classes, or of this list (.csv with path and label, .json in COCO's form, or lines of path and label; paths begin in its folder), instead of on its own test set. A class may be without pictures. Exit code 3 when some cannot be drawn; the others are measured all the same.", HelpName = "FOLDER|LIST" };
        Option<string> csv = new("--csv") { Description = "Writes a line per class with recall, its interval, precision and F1 into this file.", HelpName = "FILE" };
        Option<bool> json = CommonOptions.Json();
        Option<string> precision = CommonOptions.Precision("what it was trained with");
        Command command = new("evaluate", "Evaluates a trained network on its test set, or on pictures labelled since: by class, by group, and what it confuses.")
            { checkpoint, data, pictures, weights, recipe, set, precision, device, threads, groups, csv, json };
        TestPriorOptions testPrior = new(command, "Tells the top-1 accuracy to expect where classes come up so often:");
        OpenSetOptions openSet = new(command);
        command.SetAction(parsed => InterruptibleRun.Unwritten(host, cancel =>
        {
            string folder = parsed.GetRequiredValue(checkpoint);
            StoredWeights which = OptionWords.Weights.Read(parsed.GetValue(weights)!);
            GroupConvention convention = OptionWords.Groups.Read(parsed.GetValue(groups)!);
            ImmutableArray<Stage>? expected = StagesOf(parsed.GetValue(recipe), parsed.GetValue(set) ?? []);
            PriorRequest? prior = testPrior.Read(parsed);
            OpenSetRequest? open = openSet.Read(parsed);
            ComputeDevice place = CommonOptions.DeviceOf(parsed.GetValue(device)!);
            CheckpointOptions options = new()
            {
                Weights = which,
                Device = place,
                Precision = CommonOptions.PrecisionOf(parsed.GetValue(precision), place, host.Library),
                Threads = CommonOptions.ThreadsOf(parsed.GetValue(threads)),
                Shifts = prior?.Shifts,
            };
            string? table = parsed.GetValue(csv);
            OutputFile.Check(table, "--csv", EvaluationCsv.Mark);
            if (prior is { ForUniform: not null, Tau: null }) throw new UsageException("Found --trained-for without --correct, expected both: it says what the predictions are corrected from, and without --correct they are not corrected.");
            if (prior?.Shares is { } shares) shares.Of(host.Library.Describe(folder).ClassNames);   // refused before anything is measured
            MeasuringWatch watch = new() { Looked = new TimedLines(host, "looked at", "pictures"), Measured = new TimedLines(host, "measured", "images"), Cancel = cancel };
            NewPictures? others = parsed.GetValue(pictures) is { } there ? new(there, Measure(there)) : null;
            EvaluatedCheckpoint evaluated = others?.Measured.Checkpoint ?? host.Library.Evaluate(folder, parsed.GetValue(data), options, expected, watch);
            CheckpointReport report = new(folder, which, evaluated)
            {
                Pictures = others,
                Prior = prior,
                OpenSet = open?.Report(evaluated.Predictions, host.Library.ConfidenceOn(folder, open.Set, open.Folder, options, watch with { Measured = new TimedLines(host, "asked about", "images") })),
            };
            // First what cannot fail.
            if (parsed.GetValue(json))
                EvaluationJson.Write(report, convention, host.Out);
            else
                EvaluationTables.Write(report, convention, Consoles.Of(host, host.Out, host.OutIsTerminal));
            if (table is not null) OutputFile.Write(table, EvaluationCsv.Write(report, convention));
            return others is { Damaged.IsEmpty: false } ? ExitCode.Data : ExitCode.Done;

            MeasuredPictures Measure(string there) => parsed.GetValue(data) is not { } own ? host.Library.EvaluateOn(folder, there, options, expected, watch)
                : throw new UsageException($"Found --data {SafeText.Quoted(own)} beside {PicturesName}, expected one of them: {PicturesName} for new pictures, --data for the folder of the network's own test set.");
        }));
        return command;
    }

    // All that is trained for the recipe: a teacher is a network of it, too.
    static ImmutableArray<Stage>? StagesOf(string? name, string[] settings)
    {
        if (name is null)
            return settings.Length == 0 ? null : throw new UsageException($"Found --set {SafeText.Of(settings[0])} without --recipe, expected both: name the recipe that is changed.");
        Recipe recipe = RecipeBinder.Bind(CommonOptions.Recipe(name, settings));
        return StageGraph.Of(recipe.Method.Plan(recipe));
    }
}
