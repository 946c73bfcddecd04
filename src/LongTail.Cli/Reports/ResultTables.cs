using System.Collections.Immutable;
using System.Globalization;
using LongTail.Cli.Display;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Results;
using LongTail.Runs;
using Spectre.Console;

namespace LongTail.Cli.Reports;

/// <summary>The result of train for people: teacher and students by group of classes, after the last epoch.</summary>
static class ResultTables
{
    const int MostFolders = 8;

    static readonly Style s_faint = new(decoration: Decoration.Dim);
    static readonly Style s_bold = new(decoration: Decoration.Bold);

    public static void Write(ImmutableArray<TrainedNetwork> networks, GroupConvention groups, IAnsiConsole console)
    {
        // Data of one name may be of several lists or folders: they have tables of their own, and the recipes' names where the rest of the heading is the same.
        var tables = networks.GroupBy(n => (Heading: $"{Words.Data(n.Stage.Data)}{Words.Subset(n.Stage.Subset)}, {n.Stage.Network.Label}", n.Stage.Data.Fingerprint)).ToArray();
        foreach (var alike in tables)
        {
            string recipes = tables.Count(other => other.Key.Heading == alike.Key.Heading) > 1 ? $" ({SafeText.Of(string.Join(", ", alike.Select(n => n.Recipe).Distinct()), 200)})" : "";
            ImmutableArray<Arm> arms = Arm.Of(alike);
            ClassCounts counts = arms[0].Counts;
            EvaluationResult evaluation = arms[0].Networks[0].Result.Evaluation;
            ImmutableArray<ClassSelection> columns =
                [ClassSelection.All(counts), .. evaluation.IsBalanced ? (ImmutableArray<ClassSelection>)[] : [ClassSelection.Balanced(counts)], .. Enum.GetValues<ShotGroup>().Select(group => ClassSelection.Of(group, counts, groups))];
            console.Write(new Text($"{alike.Key.Heading}{recipes}: {counts.Classes} classes of {counts.Largest} to {counts.Smallest} training images. Accuracy in % after the last epoch.\n"));
            console.Write(Fitting(arms, columns, ClassSelection.Tail(counts, groups), console));
            string gain = arms.Any(arm => arm.Teacher is not null) ? " Tail gain: points over the teacher." : "";
            string steered = arms.Any(arm => arm.SawTestLabels) ? $"\n{TestLabels.Sentence}" : "";
            console.Write(new Text($"{IntervalNote(arms)}{gain}\n{Unbalanced(evaluation, arms[0].Networks[0].Result.ClassNames)}{BestNote(arms)}{steered}\n", s_faint));
        }
        WriteFolders(networks, console);
    }

    static void WriteFolders(ImmutableArray<TrainedNetwork> networks, IAnsiConsole console)
    {
        if (networks.Length > MostFolders)
        {
            console.Write(new Text("longtail plan with the same arguments lists the folders of the trained networks.\n", s_faint));
            return;
        }
        foreach (TrainedNetwork network in networks)
            console.Write(new Text($"{network.Stage.Method} seed {network.Stage.Seed}: {SafeText.Of(network.Result.Folder, 400)}{Words.Chosen(network.Result.Last)}\n", s_faint));
    }

    /// <summary>The fullest table that the console has room for: without recipes, then without intervals on narrow ones.</summary>
    static Table Fitting(ImmutableArray<Arm> arms, ImmutableArray<ClassSelection> columns, ClassSelection tail, IAnsiConsole console)
    {
        foreach ((bool withRecipes, bool withIntervals) in new[] { (true, true), (false, true) })
        {
            Table table = TableOf(arms, columns, tail, withRecipes, withIntervals);
            if (TableRoom.Has(console, table)) return table;
        }
        return TableOf(arms, columns, tail, withRecipes: false, withIntervals: false);
    }

    static Table TableOf(ImmutableArray<Arm> arms, ImmutableArray<ClassSelection> columns, ClassSelection tail, bool withRecipes, bool withIntervals)
    {
        bool hasGain = arms.Any(arm => arm.Teacher is not null);
        Table table = new Table().RoundedBorder().ShowRowSeparators();
        table.AddColumn(new TableColumn(new Text("network")).NoWrap());
        foreach (ClassSelection column in columns)
            table.AddColumn(new TableColumn(new Text(column.IsAll || column.Name == "balanced" ? column.Name : $"{column.Name} ({column.Labels.Length})")).RightAligned().NoWrap());
        if (hasGain) table.AddColumn(new TableColumn(new Text(tail.Name == "few" ? "tail gain" : $"tail gain ({tail.Name})")).RightAligned().NoWrap());

        foreach (Arm arm in arms)
        {
            List<Paragraph> cells = [NameOf(arm, withRecipes), .. columns.Select(column => AccuracyOf(arm, column, withIntervals))];
            if (hasGain) cells.Add(GainOf(arm, arms, tail));
            table.AddRow(cells);
        }
        return table;
    }

    static Paragraph NameOf(Arm arm, bool withRecipe)
    {
        Paragraph name = new($"{arm.Stage.Method} {arm.Role.ToString().ToLowerInvariant()}");
        if (arm.SawTestLabels) name.Append($"\n{TestLabels.Mark}");
        return withRecipe ? name.Append($"\n{(arm.Role == StageRole.Teacher ? TitleOf(arm.Stage.Method) : SafeText.Of(arm.Recipe))}", s_faint) : name;
    }

    static string TitleOf(string method) => MethodCatalog.All.FirstOrDefault(m => m.Name == method)?.Title ?? method;

    static Paragraph AccuracyOf(Arm arm, ClassSelection column, bool withInterval)
    {
        if (!column.HasTestImages(arm.Networks[0].Result.Evaluation)) return new("-");
        Measured accuracy = arm.Accuracy(column);
        Paragraph cell = new(Words.Percent(accuracy.Mean));
        if (!withInterval) return cell;
        if (accuracy.OverImages is { } images) cell.Append($"\n{Short(images.Low)}-{Short(images.High)}", s_faint);
        if (accuracy.HalfWidth is { } half) cell.Append($"\n± {Words.Percent(half)}", s_faint);
        return cell;
    }

    static Paragraph GainOf(Arm arm, ImmutableArray<Arm> arms, ClassSelection tail)
    {
        if (arms.FirstOrDefault(a => a.Identity == arm.Teacher) is not { } teacher || !tail.HasTestImages(arm.Networks[0].Result.Evaluation)
            || arm.GainOver(teacher, tail) is not { } gain) return new("");
        Paragraph cell = new(string.Create(CultureInfo.InvariantCulture, $"{100 * gain.Mean:+0.00;-0.00;0.00}"), s_bold);
        if (gain.HalfWidth is { } half) cell.Append($"\n± {Words.Percent(half)}", s_faint);
        return cell;
    }

    static string IntervalNote(ImmutableArray<Arm> arms)
    {
        int[] seeds = [.. arms.Select(arm => arm.Networks.Length).Distinct().Order()];
        if (seeds is [> 1 and var all]) return $"Mean ± 95 % interval (Student's t) over n = {all} seeds.";
        if (seeds.Length > 1) return $"Mean ± 95 % interval (Student's t) over seeds: n = {string.Join(", ", arms.Select(arm => $"{arm.Networks.Length} of {arm.Stage.Method}"))}. Of one seed: 95 % interval over the test images (Wilson), without the spread between seeds.";
        return "Intervals: 95 %, over the test images (Wilson; of groups, for a mean of classes); n = 1 seed, so the spread between seeds is not in them.";
    }

    // Top-1 accuracy is most of all that of the largest class.
    static string Unbalanced(EvaluationResult evaluation, ImmutableArray<string> names)
    {
        if (evaluation.IsBalanced) return "";
        int largest = evaluation.Images.IndexOf(evaluation.Images.Max());
        return $"The test images are unbalanced: a network that calls all of them {SafeText.Quoted(names[largest])} has top-1 {Words.Percent((double)evaluation.Images[largest] / evaluation.Images.Sum())}, and balanced {Words.Percent(1.0 / evaluation.Images.Count(images => images > 0))}.\n";
    }

    static string BestNote(ImmutableArray<Arm> arms)
    {
        Arm[] validated = [.. arms.Where(arm => arm.Networks.All(network => network.Result.Selected is not null))];
        string by = arms[0].Networks[0].Result.Evaluation.IsBalanced ? "" : " by balanced accuracy";
        string best = $"Best epoch, chosen on the test set{by} and so too high: {Listed(arms, result => result.Best)}.";
        return validated.Length > 0 ? $"Best epoch, chosen on the validation images{by}: {Listed(validated, result => result.Selected!)}.\n{best}" : best;

        static string Listed(IEnumerable<Arm> arms, Func<StageResult, EpochRecord> chosen) => string.Join(", ", arms.Select(arm => AccuracyAt(chosen, arm)));
    }

    static string AccuracyAt(Func<StageResult, EpochRecord> chosen, Arm arm)
    {
        string accuracy = $"{arm.Stage.Method} {Words.Percent(arm.Networks.Average(network => chosen(network.Result).Evaluation!.SelectionScore))}";
        return arm.Networks is [var only] ? $"{accuracy} (epoch {chosen(only.Result).Epoch + 1})" : accuracy;
    }

    static string Short(double fraction) => string.Create(CultureInfo.InvariantCulture, $"{100 * fraction:0.0}");
}
