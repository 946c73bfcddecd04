using System.Globalization;
using LongTail.Tools.WriteResults.Reading;
using ScottPlot;

namespace LongTail.Tools.WriteResults.Charts;

/// <summary>per-class: accuracy of each class after the last epoch, largest class first: bars for few classes, lines for many.</summary>
static class ClassChart
{
    const double Filled = 0.8;
    const int MostClassesInBars = 20, MostUprightLabels = 10, TicksOfLines = 10;
    const float SlantedDegrees = -40, SlantedLetter = 5.4f;   // pixels, down and to the left

    /// <summary>Draws it.</summary>
    public static Plot Draw(Claim claim, string font)
    {
        Experiment experiment = claim.Experiment;
        int[] labels = [.. Enumerable.Range(0, experiment.Counts.Classes).OrderByDescending(label => experiment.Counts[label])];
        Plot plot = Chart.New(font, $"{experiment.Card.Data.Set}, {experiment.Card.Network.Label}: after epoch {experiment.Card.Epochs}{Seeds(experiment)}", "", "accuracy (%)");
        double highest = 0;
        bool bars = labels.Length <= MostClassesInBars;
        foreach ((int place, Arm arm) in experiment.Arms.Index())
        {
            double[] accuracies = [.. labels.Select(label => arm.Over(network => 100 * network.Last.ClassAccuracy(label)).Mean)];
            highest = Math.Max(highest, accuracies.Max());
            if (bars) AddBars(plot, accuracies, place, experiment.Arms.Length, Chart.ColorOf(arm, experiment));
            else AddLine(plot, accuracies, Chart.ColorOf(arm, experiment));
        }
        if (bars) SetNames(plot, labels, experiment);
        else SetCounts(plot, labels, experiment);
        plot.Axes.SetLimitsX(-0.5, labels.Length - 0.5);
        Chart.SetPercentages(plot, highest);
        Chart.AddLegend(plot, experiment);
        return plot;
    }

    static void AddBars(Plot plot, double[] accuracies, int place, int arms, Color color)
    {
        double width = Filled / arms;
        foreach ((int i, double accuracy) in accuracies.Index())
            plot.Add.Bar(new Bar { Position = i - Filled / 2 + (place + 0.5) * width, Value = accuracy, Size = width * 0.94, FillColor = color, LineWidth = 0 });
    }

    static void AddLine(Plot plot, double[] accuracies, Color color)
    {
        var line = plot.Add.Scatter([.. Enumerable.Range(0, accuracies.Length).Select(i => (double)i)], accuracies, color);
        line.LineWidth = 1.2f;
        line.MarkerSize = 5;
    }

    static void SetNames(Plot plot, int[] labels, Experiment experiment)
    {
        bool upright = labels.Length <= MostUprightLabels;
        string[] names = [.. labels.Select(label => $"{(upright ? experiment.Card.ClassNames[label].Replace(' ', '\n') : experiment.Card.ClassNames[label])}{(upright ? '\n' : ' ')}{Count(experiment, label)}")];
        Chart.SetTicks(plot.Axes.Bottom, names.Select((name, i) => ((double)i, name)));
        plot.XLabel("class and its training images");
        if (upright) return;
        plot.Axes.Bottom.TickLabelStyle.Rotation = SlantedDegrees;
        plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
        plot.Axes.Bottom.MinimumSize = names.Max(name => name.Length) * SlantedLetter + 40;
        plot.Axes.Left.MinimumSize = Math.Max(plot.Axes.Left.MinimumSize, names[0].Length * SlantedLetter - 10);
    }

    static void SetCounts(Plot plot, int[] labels, Experiment experiment)
    {
        int[] shown = [.. Enumerable.Range(0, TicksOfLines + 1).Select(tick => tick * (labels.Length - 1) / TicksOfLines)];
        Chart.SetTicks(plot.Axes.Bottom, shown.Select(i => ((double)i, Count(experiment, labels[i]))));
        plot.XLabel("training images of the class, largest class first");
    }

    static string Count(Experiment experiment, int label) => experiment.Counts[label].ToString("#,0", CultureInfo.InvariantCulture);

    static string Seeds(Experiment experiment) => experiment.Seeds == 1 ? ", one seed" : $", mean of {experiment.Seeds} seeds";
}
