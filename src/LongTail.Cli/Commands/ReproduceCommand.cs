using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using LongTail.Cli.Display;
using LongTail.Cli.Reproduce;
using LongTail.Foundation;
using LongTail.Runs;

namespace LongTail.Cli.Commands;

/// <summary>Trains what is missing for a table or figure of the paper, and writes it beside the published numbers.</summary>
static class ReproduceCommand
{
    const string ResultsFolder = "reproduced";

    public static Command Build(Host host)
    {
        Argument<string> target = new("EXPERIMENT") { Description = $"One of {string.Join(", ", Experiments.Names)}.", HelpName = "EXPERIMENT" };
        target.CompletionSources.Add([.. Experiments.Names]);
        Option<string> scale = new("--scale") { Description = "Shortens every schedule by this factor: 0.1 trains 20 of 200 epochs.", HelpName = "FACTOR", DefaultValueFactory = _ => "1" };
        Option<string> columns = new("--columns") { Description = "Only these data sets of the experiment, such as cifar10-lt-100,cifar100-lt-100; if not given, all (for table5 and fig1: all sets of small images). Columns made before into the same folder are kept if they were made alike.", HelpName = "LIST" };
        Option<bool> planOnly = new("--plan") { Description = "Shows the stages, what they cost and what sharing saves; trains and writes nothing." };
        Command command = new("reproduce", "Reproduces a table or figure of the BKD paper: trains what is missing and writes the results beside the published numbers.") { target, scale, columns, planOnly };
        RunOptions options = new(command, host.Library);
        command.SetAction(parsed =>
        {
            Experiment experiment = Experiments.Find(parsed.GetRequiredValue(target));
            PaperRecipes recipes = new(ScaleOf(parsed.GetValue(scale)!), options.SeedsIn(parsed) ?? [0], FixedSettings.Without([.. options.SettingsIn(parsed)]), options.PrecisionIn(parsed));
            ImmutableArray<string> chosen = ColumnsOf(parsed.GetValue(columns), experiment);
            ImmutableArray<Cell> cells = experiment.Cells(chosen, recipes);
            RunRequest request = options.Read(parsed, [.. cells.Select(cell => cell.Recipe)]);
            RequireGroups(request.Groups, experiment);
            return parsed.GetValue(planOnly) ? InterruptibleRun.Unwritten(host, cancel => PlanCommand.Show(request, host, cancel)) : InterruptibleRun.Of(host, interruption => Run(experiment, chosen, cells, recipes, request, host, interruption));
        });
        return command;
    }

    static void Run(Experiment experiment, ImmutableArray<string> columns, ImmutableArray<Cell> cells, PaperRecipes recipes, RunRequest request, Host host, Interruption interruption)
    {
        host.Library.RequireOutput(request.Environment);
        // Before anything is trained: what is damaged among them is told now.
        ImmutableArray<(Cell Cell, StageResult Result)> before = EarlierColumns.Of(experiment, columns, recipes, stages => host.Library.Finished(request.Environment.OutputFolder, stages));
        RunPlan plan = request.Plan(host, interruption.Token);
        ImmutableArray<StageResult> results = InterruptibleRun.Train(plan, request, host, interruption);
        Measurements measured = new(cells, plan, results, before, request.Groups);
        ImmutableArray<string> shown = [.. experiment.Columns.Where(column => columns.Contains(column) || before.Any(made => made.Cell.Column == column))];
        Outcome outcome = experiment.Make(shown, measured, network =>
            host.Library.Evaluate(network.Folder, request.Environment.DataFolder, new() { Device = request.Environment.Device }, null, new() { Cancel = interruption.Token }).Predictions.Confuse());
        ImmutableArray<string> deviations = [.. Experiments.Common(recipes, [.. cells, .. before.Select(made => made.Cell)], request.Groups), .. Rounded(measured), .. experiment.Origins, .. experiment.DeviationsOf(shown)];
        ImmutableArray<string> files = ReproducedPage.Write(Path.Combine(request.Environment.OutputFolder, ResultsFolder), experiment, outcome, deviations, measured);
        if (request.Json)
            host.Out.WriteLine(ReproducedJson.Write(experiment, outcome, deviations, files));
        else
            ReproducedTable.Write(experiment, outcome, deviations, files, Consoles.Of(host, host.Out, host.OutIsTerminal));
    }

    static IEnumerable<string> Rounded(Measurements measured) => measured.All.Any(network => network.MadeBy.Tf32)
        ? ["Factors of products were rounded to TF32 on the device (--tf32), in the networks that are said to be made so below."] : [];

    static void RequireGroups(GroupConvention groups, Experiment experiment)
    {
        if (groups != GroupConvention.Kang && !experiment.HasGroups)
            throw new UsageException($"Found --groups {OptionWords.Groups.Of(groups)} for {experiment.Name}, which does not tell many, medium and few apart, expected it for {string.Join(", ", Experiments.NamesWithGroups)} alone. Leave it out.");
    }

    static double ScaleOf(string written) =>
        double.TryParse(written, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double scale) && scale is > 0 and <= 1 ? scale
            : throw new UsageException($"Found --scale {SafeText.Quoted(written)}, expected a number above 0 up to 1, such as 0.1.");

    static ImmutableArray<string> ColumnsOf(string? written, Experiment experiment)
    {
        if (written is null) return experiment.Usual;
        string[] chosen = written.Split(',', StringSplitOptions.TrimEntries);
        return chosen.FirstOrDefault(column => !experiment.Columns.Contains(column)) is { } unknown
            ? throw new UsageException($"Found {SafeText.Quoted(unknown)} in --columns, expected some of {string.Join(", ", experiment.Columns)}.")
            : [.. experiment.Columns.Where(chosen.Contains)];
    }
}
