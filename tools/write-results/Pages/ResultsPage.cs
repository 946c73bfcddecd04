using LongTail.Figures.Tables;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Tools.WriteResults.Reading;

namespace LongTail.Tools.WriteResults.Pages;

/// <summary>README.md of a result: the claim for people.</summary>
static class ResultsPage
{
    const int MostClassesInTheOpen = 20;

    /// <summary>Writes the page.</summary>
    /// <param name="claim">What it tells.</param>
    /// <param name="charts">The charts that were drawn, by name without extension.</param>
    public static string Write(Claim claim, IReadOnlyCollection<string> charts)
    {
        Experiment experiment = claim.Experiment;
        return string.Join('\n', Sections().Select(section => section.TrimEnd() + "\n"));

        IEnumerable<string> Sections()
        {
            yield return $"# {claim.Title}\n\n{Introduction(experiment)}";
            yield return claim.Command is { } command ? $"```\n{command}\n```" : "The command was not written down.";
            yield return $"## After the last epoch\n\n{AccuracyNote(experiment)}\n\n{Accuracies(claim, network => network.Last)}";
            yield return Chart("accuracy", "Accuracy by group of classes");
            if (experiment.Pairs.Any()) yield return $"## Differences\n\n{DifferenceNote(experiment)}\n\n{Differences(claim)}";
            if (charts.Contains("tail")) yield return $"## Over the epochs\n\n{Chart("tail", "Accuracy at the tail by epoch")}\n\n{Chart("top-1", "Top-1 accuracy by epoch")}";
            yield return $"## Per class\n\n{PerClassNote(experiment)}\n\n{Folded(PerClass(experiment), experiment.Counts.Classes)}";
            yield return Chart("per-class", "Accuracy by class");
            yield return $"## Best epoch on the test set\n\nChosen on the test set; not a fair number. It is here because many papers report it.\n\n{Accuracies(claim, network => network.Best.Evaluation!)}";
            if (claim.Note is { } note) yield return $"## Notes\n\n{note.ReplaceLineEndings("\n").Trim()}";
            foreach (string section in Provenance.Sections(experiment)) yield return section;
        }
    }

    static string Chart(string name, string text) => $"![{text}]({name}.png)";

    static string Introduction(Experiment experiment)
    {
        ClassCounts counts = experiment.Counts;
        return $"{experiment.Card.Data.Set}: {counts.Classes} classes of {Numbers.Whole(counts.Largest)} to {Numbers.Whole(counts.Smallest)} training images, "
            + $"{Numbers.Whole(experiment.Networks.First().Last.Images.Sum())} test images; {experiment.Card.Network.Label}, {experiment.Card.Epochs} {(experiment.Card.Epochs == 1 ? "epoch" : "epochs")}, "
            + (experiment.Seeds == 1 ? $"seed {experiment.Arms[0].Seeds.First()}." : $"seeds {string.Join(", ", experiment.Arms[0].Seeds)}.");
    }

    static string AccuracyNote(Experiment experiment) =>
        $"Accuracy on the test set in %, after epoch {experiment.Card.Epochs} of {experiment.Card.Epochs}. "
        + (experiment.Seeds == 1 ? "One seed: nothing is known about the spread between seeds." : $"Mean ± standard deviation over n = {experiment.Seeds} seeds; below it the 95 % interval of the mean (Student's t).")
        + " Many, medium and few are means over classes with more than 100, 20 to 100 and fewer than 20 training images (Kang et al. 2020); the number of classes is in brackets.";

    static string DifferenceNote(Experiment experiment) => experiment.Seeds == 1
        ? "Points of accuracy after the last epoch, of one seed."
        : $"Points of accuracy after the last epoch, paired by seed: mean ± standard deviation of the n = {experiment.Seeds} differences; below it the 95 % interval of their mean (Student's t).";

    static string PerClassNote(Experiment experiment) =>
        $"Accuracy in % after the last epoch{(experiment.Seeds == 1 ? "" : ", mean ± standard deviation over the seeds")}.";

    static string Accuracies(Claim claim, Func<TrainedNetwork, EvaluationResult> epoch) => Markdown.Table(
        ["method", "n", .. claim.Metrics.Select(Heading)],
        claim.Experiment.Arms.Select(arm => (IEnumerable<string>)[arm.Label, Numbers.Whole(arm.Networks.Length), .. claim.Metrics.Select(metric => Numbers.Accuracy(arm.Over(network => metric.Of(epoch(network)))))]));

    static string Differences(Claim claim) => Markdown.Table(
        ["methods", "n", .. claim.Metrics.Select(Heading)],
        claim.Experiment.Pairs.Select(pair => (IEnumerable<string>)
        [
            $"{pair.Arm.Method} − {pair.Other.Method}", Numbers.Whole(pair.Arm.Networks.Length),
            .. claim.Metrics.Select(metric => Numbers.Gain(pair.Arm.GainOver(pair.Other, network => metric.Of(network.Last)))),
        ]));

    static string PerClass(Experiment experiment) => Markdown.Table(
        ["class", "training images", "group", .. experiment.Arms.Select(arm => arm.Method)],
        Enumerable.Range(0, experiment.Counts.Classes).Select(label => (IEnumerable<string>)
        [
            Markdown.Text(experiment.Card.ClassNames[label]), Numbers.Whole(experiment.Counts[label]), Metric.Convention.GroupOf(experiment.Counts[label]).ToString().ToLowerInvariant(),
            .. experiment.Arms.Select(arm => Numbers.Brief(arm.Over(network => 100 * network.Last.ClassAccuracy(label)), Numbers.Percent)),
        ]));

    static string Heading(Metric metric) => metric.Key is "top1" or "balanced" or "lastTwoClasses" ? metric.Title : $"{metric.Title} ({metric.Classes})";

    static string Folded(string table, int rows) =>
        rows <= MostClassesInTheOpen ? table : $"<details><summary>{rows} classes</summary>\n\n{table}\n</details>\n";
}
