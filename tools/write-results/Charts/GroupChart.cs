using System.Globalization;
using LongTail.Results;
using LongTail.Tools.WriteResults.Reading;
using ScottPlot;

namespace LongTail.Tools.WriteResults.Charts;

/// <summary>accuracy: a group of bars per kind of accuracy, a bar per method, after the last epoch.</summary>
static class GroupChart
{
    const double Filled = 0.8;           // of the place of a group
    const int MostLabelledMethods = 4;   // for more there is no room above the bars

    /// <summary>Draws it.</summary>
    public static Plot Draw(Claim claim, string font)
    {
        Experiment experiment = claim.Experiment;
        Metric[] metrics = [.. claim.Metrics.Where(metric => metric.Key != "balanced")];
        double width = Filled / experiment.Arms.Length, highest = 0;
        Plot plot = Chart.New(font, $"{experiment.Card.Data.Set}, {experiment.Card.Network.Label}: after epoch {experiment.Card.Epochs}{Seeds(experiment)}", "", "accuracy (%)");
        foreach ((int place, Arm arm) in experiment.Arms.Index())
        {
            Color color = Chart.ColorOf(arm, experiment);
            foreach ((int group, Metric metric) in metrics.Index())
            {
                RepeatedMeasurement value = arm.Over(network => metric.Of(network.Last));
                double position = group - Filled / 2 + (place + 0.5) * width, top = Math.Min(value.High ?? value.Mean, 100);
                plot.Add.Bar(new Bar { Position = position, Value = value.Mean, Size = width * 0.94, FillColor = color, LineWidth = 0 });
                if (value.HalfWidth is { } half) AddInterval(plot, position, value.Mean, half);
                if (experiment.Arms.Length <= MostLabelledMethods) AddValue(plot, position, top, value.Mean, font);
                highest = Math.Max(highest, top);
            }
        }
        Chart.SetTicks(plot.Axes.Bottom, metrics.Select((metric, group) => ((double)group, Label(metric))));
        plot.Axes.SetLimitsX(-0.5, metrics.Length - 0.5);
        Chart.SetPercentages(plot, highest);
        Chart.AddLegend(plot, experiment);
        return plot;
    }

    static void AddInterval(Plot plot, double position, double mean, double half)
    {
        var interval = plot.Add.ErrorBar([position], [mean], [half]);
        interval.Color = Colors.Black.WithAlpha(0.7);
        interval.LineWidth = 1.2f;
        interval.CapSize = 4;
    }

    static void AddValue(Plot plot, double position, double top, double mean, string font)
    {
        var text = plot.Add.Text(mean.ToString("0.0", CultureInfo.InvariantCulture), position, top);
        text.LabelFontName = font;
        text.LabelFontSize = 12;
        text.LabelFontColor = Colors.Black;
        text.LabelAlignment = Alignment.LowerCenter;
        text.OffsetY = -3;
    }

    static string Label(Metric metric) => metric.Key is "top1" or "lastTwoClasses" ? metric.Title : $"{metric.Title} ({metric.Classes} {(metric.Classes == 1 ? "class" : "classes")})";

    static string Seeds(Experiment experiment) => experiment.Seeds == 1 ? ", one seed" : $", mean of {experiment.Seeds} seeds and its 95 % interval";
}
