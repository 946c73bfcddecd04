using LongTail.Results;
using LongTail.Tools.WriteResults.Reading;
using ScottPlot;

namespace LongTail.Tools.WriteResults.Charts;

/// <summary>tail and top-1: one accuracy over the epochs, a line per method.</summary>
static class EpochChart
{
    const int MostMarkers = 40;

    /// <summary>Draws it.</summary>
    public static Plot Draw(Claim claim, Metric metric, string font)
    {
        Experiment experiment = claim.Experiment;
        Plot plot = Chart.New(font, $"{experiment.Card.Data.Set}, {experiment.Card.Network.Label}: {Name(metric)}{Seeds(experiment)}", "epoch", $"{Name(metric)} (%)");
        double highest = 0;
        foreach (Arm arm in experiment.Arms)
        {
            Color color = Chart.ColorOf(arm, experiment);
            double[] epochs = [.. arm.Networks[0].Evaluated.Select(epoch => epoch.Epoch + 1.0)];
            RepeatedMeasurement[] values = [.. arm.Networks[0].Evaluated.Select(known => arm.Over(network => metric.Of(network.History[known.Epoch].Evaluation!)))];
            double[] means = [.. values.Select(value => value.Mean)];
            if (arm.Networks.Length > 1)
            {
                var band = plot.Add.FillY(epochs, [.. values.Select(value => value.Mean - value.Deviation!.Value)], [.. values.Select(value => value.Mean + value.Deviation!.Value)]);
                band.FillColor = color.WithAlpha(0.15);
                band.LineWidth = 0;
            }
            var line = plot.Add.Scatter(epochs, means, color);
            line.LineWidth = 2.2f;
            line.MarkerSize = epochs.Length > MostMarkers ? 0 : 6;
            highest = Math.Max(highest, values.Max(value => value.Mean + (value.Deviation ?? 0)));
        }
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true, MinimumTickSpacing = 40 };
        plot.Axes.SetLimitsX(0, experiment.Card.Epochs * 1.01);
        Chart.SetPercentages(plot, highest);
        Chart.AddLegend(plot, experiment);
        return plot;
    }

    static string Name(Metric metric) => metric.Key switch
    {
        "top1" => "top-1 accuracy",
        "lastTwoClasses" => "accuracy of the last two classes",
        _ => $"{metric.Title}-shot accuracy",
    };

    static string Seeds(Experiment experiment) => experiment.Seeds == 1 ? ", one seed" : $", mean ± standard deviation of {experiment.Seeds} seeds";
}
