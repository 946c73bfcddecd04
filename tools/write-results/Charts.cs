using System.Collections.Immutable;
using LongTail.Figures;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Tools.WriteResults.Reading;

namespace LongTail.Tools.WriteResults;

/// <summary>The page's charts.</summary>
static class Charts
{
    /// <summary>Names without extension, and the charts; those over the epochs only where more than one was evaluated.</summary>
    public static IEnumerable<(string Name, Picture Picture)> Draw(Claim claim)
    {
        yield return ("accuracy", Groups(claim).Draw());
        yield return ("per-class", Classes(claim.Experiment).Draw());
        if (claim.Experiment.Networks.First().Evaluated.Count() < 2) yield break;
        yield return ("top-1", Epochs(claim, claim.Metrics[0]).Draw());
        yield return ("tail", Epochs(claim, claim.Tail).Draw());
    }

    static MethodFigure Groups(Claim claim)
    {
        Experiment experiment = claim.Experiment;
        Metric[] metrics = [.. claim.Metrics.Where(metric => metric.Key != "balanced")];
        return new()
        {
            Title = $"{Name(experiment)}: after epoch {experiment.Card.Epochs}{Seeds(experiment, "mean", "and its 95 % interval")}",
            Panels = [.. metrics.Select(metric => metric.Key is "top1" or "lastTwoClasses" ? metric.Title : $"{metric.Title} ({metric.Classes} {(metric.Classes == 1 ? "class" : "classes")})")],
            Methods = [.. experiment.Arms.Select(arm => new MethodRow(Method(arm), [.. metrics.Select(metric => (RepeatedMeasurement?)arm.Over(network => metric.Of(network.Last)))]))],
        };
    }

    static ClassFigure Classes(Experiment experiment)
    {
        ClassCounts counts = experiment.Counts;
        return new()
        {
            Title = $"{Name(experiment)}: after epoch {experiment.Card.Epochs}{Seeds(experiment, "mean", "")}",
            Classes = [.. experiment.Card.ClassNames.Select((name, label) => new FigureClass(name, counts[label]))],
            Groups = [.. Enum.GetValues<ShotGroup>().Select(group => ClassSelection.Of(group, counts, Metric.Convention))],
            Methods = [.. experiment.Arms.Select(arm => new ClassAccuracies(Method(arm), [.. Enumerable.Range(0, counts.Classes)
                .Select(label => experiment.Networks.First().Last.Images[label] == 0 ? (double?)null : arm.Over(network => 100 * network.Last.ClassAccuracy(label)).Mean)]))],
        };
    }

    static CurveFigure Epochs(Claim claim, Metric metric)
    {
        string measured = metric.Key switch
        {
            "top1" => "top-1 accuracy",
            "lastTwoClasses" => "accuracy of the last two classes",
            _ => $"{metric.Title}-shot accuracy",
        };
        return new()
        {
            Title = $"{Name(claim.Experiment)}: {measured}{Seeds(claim.Experiment, "mean ± standard deviation", "")}",
            Vertical = $"{measured} (%)",
            Curves = [.. claim.Experiment.Arms.Select(arm => new Curve(Method(arm), Points(arm, metric)))],
        };
    }

    static ImmutableArray<CurvePoint> Points(Arm arm, Metric metric) =>
        [.. arm.Networks[0].Evaluated.Select(epoch => new CurvePoint(epoch.Epoch + 1, arm.Over(network => metric.Of(network.History[epoch.Epoch].Evaluation!))))];

    static FigureMethod Method(Arm arm) => new(arm.Method, arm.Label);

    static string Name(Experiment experiment) => $"{experiment.Card.Data.Set}, {experiment.Card.Network.Label}";

    static string Seeds(Experiment experiment, string before, string after) => experiment.Seeds == 1 ? ", one seed" : $", {before} of {experiment.Seeds} seeds {after}".TrimEnd();
}
