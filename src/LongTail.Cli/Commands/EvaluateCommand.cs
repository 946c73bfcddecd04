using System.Collections.Immutable;
using System.CommandLine;
using LongTail.Cli.Display;
using LongTail.Cli.Recipes;
using LongTail.Cli.Reports;
using LongTail.Foundation;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Commands;

/// <summary>Evaluates a trained network, class by class.</summary>
static class EvaluateCommand
{
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
        Option<bool> json = CommonOptions.Json();
        Option<string> precision = CommonOptions.Precision("what it was trained with");
        Command command = new("evaluate", "Evaluates a trained network on the test set: by class, by group, and what it confuses.") { checkpoint, data, weights, recipe, set, precision, device, threads, groups, json };
        TestPriorOptions testPrior = new(command, "Tells the top-1 accuracy to expect where classes come up so often:");
        OpenSetOptions openSet = new(command);
        command.SetAction(parsed =>
        {
            string folder = parsed.GetRequiredValue(checkpoint);
            StoredWeights which = OptionWords.Weights.Read(parsed.GetValue(weights)!);
            GroupConvention convention = OptionWords.Groups.Read(parsed.GetValue(groups)!);
            ImmutableArray<Stage>? expected = StagesOf(parsed.GetValue(recipe), parsed.GetValue(set) ?? []);
            PriorRequest? prior = testPrior.Read(parsed);
            OpenSetRequest? open = openSet.Read(parsed);
            CheckpointOptions options = new()
            {
                Weights = which,
                Device = CommonOptions.DeviceOf(parsed.GetValue(device)!),
                Precision = CommonOptions.PrecisionOf(parsed.GetValue(precision)),
                Threads = CommonOptions.ThreadsOf(parsed.GetValue(threads)),
                Shifts = prior?.Shifts,
            };
            EvaluatedCheckpoint evaluated = host.Library.Evaluate(folder, parsed.GetValue(data), options, expected);
            CheckpointReport report = new(folder, which, evaluated)
            {
                Prior = prior,
                OpenSet = open?.Report(evaluated.Predictions, host.Library.ConfidenceOn(folder, open.Set, open.Folder, options)),
            };
            if (parsed.GetValue(json))
                host.Out.WriteLine(EvaluationJson.Write(report, convention));
            else
                EvaluationTables.Write(report, convention, Consoles.Of(host, host.Out, host.OutIsTerminal));
            return ExitCode.Done;
        });
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
