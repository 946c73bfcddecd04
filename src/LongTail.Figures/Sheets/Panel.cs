using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace LongTail.Figures.Sheets;

/// <summary>What all panels have in common: letters, axes, ticks.</summary>
static class Panel
{
    /// <summary>Letters at axes and of panel titles, in pixels.</summary>
    public const float LabelSize = 14, TickSize = 12, TitleSize = 14;

    /// <summary>Black enough for whiskers and separators.</summary>
    public static readonly Color Ink = Colors.Black.WithAlpha(0.75);

    /// <summary>An empty panel.</summary>
    /// <param name="letters">Of the figure.</param>
    /// <param name="title">Above it; empty for none.</param>
    /// <param name="horizontal">Below it.</param>
    /// <param name="vertical">On its left.</param>
    /// <param name="padding">Between the panel's edge and its data: room for the ticks.</param>
    public static Plot New(Lettering letters, string title, string horizontal, string vertical, PixelPadding padding)
    {
        Plot plot = new();
        plot.Font.Set(letters.Name);
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        plot.Title(title, TitleSize);
        plot.XLabel(horizontal, LabelSize);
        plot.YLabel(vertical, LabelSize);
        plot.Axes.Title.Label.Bold = plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = TickSize;
        plot.Axes.Right.FrameLineStyle.IsVisible = plot.Axes.Top.FrameLineStyle.IsVisible = false;
        plot.Axes.Left.MinorTickStyle.Length = plot.Axes.Bottom.MinorTickStyle.Length = 0;
        // Axis titles stand at the panel's edge, clear of the ticks.
        plot.Axes.Left.MinimumSize = Math.Max(0, padding.Left - 4);
        plot.Axes.Bottom.MinimumSize = Math.Max(0, padding.Bottom - 4);
        plot.Axes.Right.MinimumSize = Math.Max(0, padding.Right - 4);
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.1);
        plot.Layout.Fixed(padding);
        plot.RenderManager.Remove<ScottPlot.Rendering.RenderActions.ClearCanvas>();   // it would clear the whole sheet
        return plot;
    }

    /// <summary>Ticks at the given places.</summary>
    public static void SetTicks(IAxis axis, IEnumerable<(double Position, string Label)> ticks)
    {
        axis.TickGenerator = new NumericManual([.. ticks.Select(tick => new Tick(tick.Position, tick.Label))]);
        axis.MajorTickStyle.Length = 4;
    }

    /// <summary>Ticks at round numbers.</summary>
    /// <param name="axis">Left or bottom.</param>
    /// <param name="low">Lowest value of the axis.</param>
    /// <param name="high">Highest value of the axis.</param>
    /// <param name="most">How many intervals there is room for.</param>
    /// <param name="whole">Whole numbers only.</param>
    public static void SetRoundTicks(IAxis axis, double low, double high, int most, bool whole = false)
    {
        double step = whole ? Math.Max(1, Rounds.Step(high - low, most)) : Rounds.Step(high - low, most);
        int digits = Math.Max(0, (int)-Math.Floor(Math.Log10(step) + 1e-9)), first = (int)Math.Ceiling(low / step - 1e-9), last = (int)Math.Floor(high / step + 1e-9);
        SetTicks(axis, Enumerable.Range(first, last - first + 1).Select(tick => (tick * step, (tick * step).ToString($"F{digits}", CultureInfo.InvariantCulture))));
    }

    /// <summary>A vertical or horizontal whisker with caps.</summary>
    public static void AddWhisker(Plot plot, double x, double y, double low, double high, bool horizontal, Color color)
    {
        double down = (horizontal ? x : y) - low, up = high - (horizontal ? x : y);
        double[] lower = [down], upper = [up];
        plot.Add.Plottable(new ScottPlot.Plottables.ErrorBar([x], [y], null, null, null, null)
        {
            XErrorNegative = horizontal ? lower : null,
            XErrorPositive = horizontal ? upper : null,
            YErrorNegative = horizontal ? null : lower,
            YErrorPositive = horizontal ? null : upper,
            Color = color,
            LineWidth = 1.3f,
            CapSize = 4,
        });
    }

    /// <summary>Some text at a place of the data.</summary>
    public static ScottPlot.Plottables.Text AddText(Plot plot, Lettering letters, string text, double x, double y, Alignment alignment, float size = TickSize)
    {
        var label = plot.Add.Text(text, x, y);
        label.LabelFontName = letters.Name;
        label.LabelFontSize = size;
        label.LabelFontColor = Colors.Black;
        label.LabelAlignment = alignment;
        return label;
    }
}
