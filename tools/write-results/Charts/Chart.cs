using System.Text;
using System.Text.RegularExpressions;
using LongTail.Store;
using LongTail.Tools.WriteResults.Reading;
using ScottPlot;

namespace LongTail.Tools.WriteResults.Charts;

/// <summary>What all charts have in common: size, colours, axes, legend, files.</summary>
static partial class Chart
{
    const int Width = 900, Height = 560;
    const float TitleSize = 17, LabelSize = 15, TickSize = 13;

    static readonly Dictionary<string, Color> OfMethods = new() { ["ce"] = Color.FromHex("#7f7f7f"), ["kd"] = Color.FromHex("#1f77b4"), ["bkd"] = Color.FromHex("#e8710a") };
    static readonly Color[] Others = [.. new[] { "#2ca02c", "#9467bd", "#8c564b", "#17becf", "#bcbd22", "#e377c2", "#d62728" }.Select(hex => Color.FromHex(hex))];

    /// <summary>An empty chart.</summary>
    public static Plot New(string font, string title, string horizontal, string vertical)
    {
        Plot plot = new();
        plot.Font.Set(font);
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        plot.Title(title, TitleSize);
        plot.Axes.Title.Label.Bold = false;
        plot.XLabel(horizontal, LabelSize);
        plot.YLabel(vertical, LabelSize);
        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = TickSize;
        plot.Axes.Right.FrameLineStyle.IsVisible = plot.Axes.Top.FrameLineStyle.IsVisible = false;
        plot.Axes.Left.MinimumSize = 68;
        plot.Axes.Right.MinimumSize = 18;
        plot.Axes.Bottom.MinimumSize = 44;
        plot.Axes.Left.MinorTickStyle.Length = plot.Axes.Bottom.MinorTickStyle.Length = 0;
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.1);
        return plot;
    }

    /// <summary>The colour of a method, the same in all charts.</summary>
    public static Color ColorOf(Arm arm, Experiment experiment)
    {
        if (OfMethods.TryGetValue(arm.Method, out Color color)) return color;
        int place = experiment.Arms.Where(other => !OfMethods.ContainsKey(other.Method)).TakeWhile(other => other != arm).Count();
        return Others[place % Others.Length];
    }

    /// <summary>The vertical axis: percentages from 0 to a little above the highest.</summary>
    public static void SetPercentages(Plot plot, double highest)
    {
        double top = Math.Clamp(highest, 1, 100);   // intervals of few seeds may leave the scale
        plot.Axes.SetLimitsY(0, top * 1.07);        // room for a number above a bar
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericFixedInterval(top > 40 ? 10 : top > 10 ? 5 : 1);
    }

    /// <summary>Ticks at the given places.</summary>
    public static void SetTicks(IAxis axis, IEnumerable<(double Position, string Label)> ticks)
    {
        axis.SetTicks([.. ticks.Select(tick => tick.Position)], [.. ticks.Select(tick => tick.Label)]);
        axis.MajorTickStyle.Length = 4;
    }

    /// <summary>The methods and their colours, in a row below the chart's title.</summary>
    public static void AddLegend(Plot plot, Experiment experiment)
    {
        plot.Legend.ManualItems.AddRange(experiment.Arms.Select(arm => new LegendItem
        {
            LabelText = arm.Label,
            FillColor = ColorOf(arm, experiment),
            LabelFontSize = TickSize,
        }));
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.TightHorizontalWrapping = true;
        plot.Legend.InterItemPadding = new(12, 12, 2, 2);
        plot.ShowLegend(Edge.Top).Padding = new(0);
    }

    /// <summary>Writes NAME.png and NAME.svg.</summary>
    public static void Save(Plot plot, string folder, string name)
    {
        byte[] picture = plot.GetImageBytes(Width, Height, ImageFormat.Png);
        AtomicFile.Write(Path.Combine(folder, name + ".png"), stream => stream.Write(picture));
        byte[] drawing = Encoding.UTF8.GetBytes(Tidied(plot.GetSvgXml(Width, Height)));
        AtomicFile.Write(Path.Combine(folder, name + ".svg"), stream => stream.Write(drawing));
    }

    /// <summary>Skia writes a comma after the last letter's place, which the format forbids, and names no font for readers who lack this one.</summary>
    static string Tidied(string svg)
    {
        svg = LastComma().Replace(svg.ReplaceLineEndings("\n"), "\"");
        svg = Family().Replace(svg, match => $"font-family=\"{match.Groups[1].Value}, sans-serif\"");
        return TextSpace().Replace(svg, match => $"{match.Groups[1].Value.Trim()}</text>").TrimEnd() + "\n";
    }

    [GeneratedRegex(", \"")]
    private static partial Regex LastComma();

    [GeneratedRegex("font-family=\"([^\"]*)\"")]
    private static partial Regex Family();

    [GeneratedRegex(@"(?<=>)\n\t+([^<]*)</text>")]
    private static partial Regex TextSpace();
}
