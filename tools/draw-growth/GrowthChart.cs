using LongTail.Tools.WriteResults.Charts;
using ScottPlot;

namespace LongTail.Tools.DrawGrowth;

/// <summary>Share of a training step along classes, images or batch: for each part the dearest of all measurements there, so nothing that is over the limit hides.</summary>
static class GrowthChart
{
    const double LimitPercent = 5, Floor = 0.001;   // of a step; what is less is drawn there

    static readonly Dictionary<string, Color> Colors = new()
    {
        ["loss"] = Color.FromHex("#e8710a"),
        ["sampler"] = Color.FromHex("#1f77b4"),
        ["metrics"] = Color.FromHex("#2ca02c"),
        ["augmentation"] = Color.FromHex("#7f7f7f"),
    };

    /// <summary>The points of a part, in the order of the axis.</summary>
    public static (int Place, double Percent)[] Points(IEnumerable<GrowthRow> rows, string part, GrowthAxis axis) =>
        [.. rows.Where(row => row.Part == part && axis.Of(row) > 0).GroupBy(axis.Of).OrderBy(group => group.Key).Select(group => (group.Key, 100 * group.Max(row => row.Share)))];

    /// <summary>Draws it, both axes logarithmic.</summary>
    public static Plot Draw(IReadOnlyCollection<GrowthRow> rows, GrowthAxis axis, string font)
    {
        Plot plot = Chart.New(font, $"Cost along {axis.Title}, the dearest case of each part", axis.Title, "% of a training step");
        int[] places = [.. rows.Select(axis.Of).Where(value => value > 0).Distinct().Order()];
        foreach ((string part, Color color) in Colors)
        {
            (int Place, double Percent)[] points = Points(rows, part, axis);
            if (points.Length < 2) continue;
            var line = plot.Add.Scatter(points.Select(point => Math.Log10(point.Place)).ToArray(), points.Select(point => Math.Log10(Math.Max(Floor, point.Percent))).ToArray(), color);
            line.LineWidth = 2.2f;
            line.MarkerSize = 7;
            line.LegendText = part;
        }
        var limit = plot.Add.HorizontalLine(Math.Log10(LimitPercent), 1.5f, Color.FromHex("#d62728"), LinePattern.Dashed);
        limit.LegendText = $"{LimitPercent} %";
        Chart.SetTicks(plot.Axes.Bottom, places.Select(place => (Math.Log10(place), $"{place:n0}")));
        Chart.SetTicks(plot.Axes.Left, new[] { 0.001, 0.01, 0.1, 1, 10, 100 }.Select(percent => (Math.Log10(percent), $"{percent}")));
        double margin = 0.05 * (Math.Log10(places[^1]) - Math.Log10(places[0]));
        plot.Axes.SetLimits(Math.Log10(places[0]) - margin, Math.Log10(places[^1]) + margin, Math.Log10(Floor) - 0.1, 2);
        plot.ShowLegend(Edge.Right);
        return plot;
    }
}
