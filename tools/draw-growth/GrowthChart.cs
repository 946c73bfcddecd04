using System.Globalization;
using LongTail.Figures;
using LongTail.Figures.Sheets;
using ScottPlot;

namespace LongTail.Tools.DrawGrowth;

/// <summary>Share of a training step along classes, images or batch: for each part the dearest of all measurements there, so nothing that is over the limit hides.</summary>
static class GrowthChart
{
    const double LimitPercent = 5, Floor = 0.001;   // of a step; what is less is drawn there
    const int Height = 480;

    static readonly Color Limit = Color.FromHex("#882255");

    static readonly (string Part, Pen Pen)[] Parts =
    [
        ("loss", new(Color.FromHex("#d55e00"), LinePattern.Solid, MarkerShape.FilledCircle)),
        ("sampler", new(Color.FromHex("#0072b2"), LinePattern.Solid, MarkerShape.FilledSquare)),
        ("metrics", new(Color.FromHex("#009e73"), LinePattern.Solid, MarkerShape.FilledTriangleUp)),
        ("augmentation", new(Color.FromHex("#8c8c8c"), LinePattern.Solid, MarkerShape.FilledDiamond)),
    ];

    /// <summary>The points of a part, in the order of the axis.</summary>
    public static (int Place, double Percent)[] Points(IEnumerable<GrowthRow> rows, string part, GrowthAxis axis) =>
        [.. rows.Where(row => row.Part == part && axis.Of(row) > 0).GroupBy(axis.Of).OrderBy(group => group.Key).Select(group => (group.Key, 100 * group.Max(row => row.Share)))];

    /// <summary>Draws it, both axes logarithmic.</summary>
    public static Picture Draw(IReadOnlyCollection<GrowthRow> rows, GrowthAxis axis)
    {
        string title = $"Cost along {axis.Title}, the dearest case of each part";
        Lettering letters = Lettering.For([title]);
        Plot plot = Panel.New(letters, "", axis.Title, "% of a training step", new(72, 24, 54, 10));
        List<LegendEntry> entries = [];
        foreach ((string part, Pen pen) in Parts)
        {
            (int Place, double Percent)[] points = Points(rows, part, axis);
            if (points.Length < 2) continue;
            var line = plot.Add.Scatter(points.Select(point => Math.Log10(point.Place)).ToArray(), points.Select(point => Math.Log10(Math.Max(Floor, point.Percent))).ToArray(), pen.Color);
            line.LineWidth = 2.2f;
            line.MarkerShape = pen.Marker;
            line.MarkerSize = 8;
            entries.Add(new(part, pen, LegendSample.Line));
        }
        plot.Add.HorizontalLine(Math.Log10(LimitPercent), 1.5f, Limit, LinePattern.Dashed);
        entries.Add(LegendEntry.Of($"{LimitPercent} %", Limit, LegendSample.Line, line: LinePattern.Dashed));
        SetAxes(plot, [.. rows.Select(axis.Of).Where(value => value > 0).Distinct().Order()]);

        Sheet sheet = new(letters, title, entries, Height);
        sheet.Add(plot, 0, 0, Sheet.Width, Height);
        return sheet.Draw();
    }

    static void SetAxes(Plot plot, int[] places)
    {
        Panel.SetTicks(plot.Axes.Bottom, places.Select(place => (Math.Log10(place), place.ToString("#,0", CultureInfo.InvariantCulture))));
        Panel.SetTicks(plot.Axes.Left, Enumerable.Range(-3, 6).Select(power => ((double)power, Math.Pow(10, power).ToString("0.###", CultureInfo.InvariantCulture))));
        double margin = 0.05 * (Math.Log10(places[^1]) - Math.Log10(places[0]));
        plot.Axes.SetLimits(Math.Log10(places[0]) - margin, Math.Log10(places[^1]) + margin, Math.Log10(Floor) - 0.1, 2);
    }
}
