using System.CommandLine;
using LongTail.Cli.Display;
using LongTail.Cli.Recipes;
using LongTail.Cli.Reports;
using LongTail.Foundation;
using LongTail.Networks;
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
        Option<string> recipe = new("--recipe") { Description = "Refuses a network that is not the one of this recipe.", HelpName = "RECIPE" };
        Option<string> device = CommonOptions.Device();
        Option<string> groups = CommonOptions.Groups();
        Option<bool> json = CommonOptions.Json();
        Option<string> precision = CommonOptions.Precision("what it was trained with");
        Command command = new("evaluate", "Evaluates a trained network on the test set: by class, by group, and what it confuses.") { checkpoint, data, weights, recipe, precision, device, groups, json };
        TestPriorOptions testPrior = new(command, "Tells the top-1 accuracy to expect where classes come up so often:");
        OpenSetOptions openSet = new(command);
        command.SetAction(parsed =>
        {
            string folder = parsed.GetRequiredValue(checkpoint);
            StoredWeights which = CommonOptions.WeightsOf(parsed.GetValue(weights)!);
            GroupConvention convention = CommonOptions.GroupsOf(parsed.GetValue(groups)!);
            NetworkSpec? expected = parsed.GetValue(recipe) is { } name ? NetworkOf(RecipeBinder.Bind(CommonOptions.Recipe(name, null))) : null;
            ComputeDevice place = CommonOptions.DeviceOf(parsed.GetValue(device)!);
            PriorRequest? prior = testPrior.Read(parsed);
            OpenSetRequest? open = openSet.Read(parsed);
            Precision? numbers = CommonOptions.PrecisionOf(parsed.GetValue(precision));
            EvaluatedCheckpoint evaluated = host.Library.Evaluate(folder, parsed.GetValue(data), which, expected, place, numbers, prior?.Shifts);
            CheckpointReport report = new(folder, which, evaluated)
            {
                Prior = prior,
                OpenSet = open?.Report(evaluated.Predictions, host.Library.ConfidenceOn(folder, open.Set, open.Folder, which, place, numbers, prior?.Shifts)),
            };
            if (parsed.GetValue(json))
                host.Out.WriteLine(EvaluationJson.Write(report, convention));
            else
                EvaluationTables.Write(report, convention, Consoles.Of(host, host.Out, host.OutIsTerminal));
            return ExitCode.Done;
        });
        return command;
    }

    // Of the recipe's last stage: a method may add to the recipe's own network (BBN's second branch, LDAM's cosines).
    static NetworkSpec NetworkOf(Recipe recipe) => recipe.Method.Plan(recipe).Network;
}
