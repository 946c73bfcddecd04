using System.Collections.Immutable;
using System.Globalization;
using LongTail.Figures.Sheets;
using LongTail.Results;
using ScottPlot;

namespace LongTail.Figures;

/// <summary>Methods beside each other: a row per method, a panel per kind of accuracy (all, many, medium, few), bars with 95 % intervals over the seeds.</summary>
public sealed record MethodFigure
{
    const int RowHeight = 26, FewestRows = 4, PanelHead = 34, PanelFoot = 50, MostTicks = 5;
    const float BarShare = 0.72f, LongestLabel = 190, Gap = 14, ValueRoom = 40;

    /// <summary>Above the figure.</summary>
    public required string Title { get; init; }

    /// <summary>Titles of the panels, such as "all" and "few (2 classes)"; at least one.</summary>
    public required ImmutableArray<string> Panels { get; init; }

    /// <summary>From top to bottom; at least one.</summary>
    public required ImmutableArray<MethodRow> Methods { get; init; }

    /// <summary>Draws it.</summary>
    /// <exception cref="ArgumentException">There is no panel or no method, or a method has not one value per panel.</exception>
    /// <exception cref="Foundation.PlatformException">The native library does not draw.</exception>
    public Picture Draw()
    {
        if (Panels.IsDefaultOrEmpty || Methods.IsDefaultOrEmpty || Methods.Any(row => row.Values.Length != Panels.Length))
            throw new ArgumentException($"Found {(Methods.IsDefault ? 0 : Methods.Length)} methods and {(Panels.IsDefault ? 0 : Panels.Length)} panels in {Title}, expected at least one of each and a value of each method per panel.");
        FigureMethod[] methods = [.. Methods.Select(row => row.Method)];
        Lettering letters = Lettering.For([Title, .. Panels, .. methods.Select(method => method.Label)]);
        int height = PanelHead + PanelFoot + RowHeight * Math.Max(FewestRows, Methods.Length);
        Sheet sheet = new(letters, Title, [], height);
        float labels = methods.Max(method => letters.Width(letters.Fit(method.Label, Panel.TickSize + 1, LongestLabel), Panel.TickSize + 1)) + 22;
        float width = (Sheet.Width - labels - Gap) / Panels.Length;
        foreach ((int panel, string title) in Panels.Index())
            sheet.Add(DrawPanel(letters, title, panel, panel == 0 ? labels : 0, width), panel == 0 ? 0 : labels + panel * width, 0, panel == 0 ? labels + width : width, height);
        return sheet.Draw();
    }

    Plot DrawPanel(Lettering letters, string title, int panel, float labels, float width)
    {
        float data = width - Gap;
        Plot plot = Panel.New(letters, letters.Fit(title, Panel.TitleSize, data), "accuracy (%)", "", new(labels == 0 ? 1 : labels, labels == 0 ? Gap - 1 : Gap, PanelFoot, PanelHead));
        ImmutableArray<Pen> pens = Pens.For(Methods.Select(row => row.Method));
        // One scale for all panels, with room for the number after the longest whisker.
        double highest = Math.Max(1, Methods.Max(row => row.Values.Max(value => value is { } known ? Math.Min(100, known.High ?? known.Mean) : 0))), end = highest * data / (data - ValueRoom);
        foreach ((int row, MethodRow method) in Methods.Index())
            if (method.Values[panel] is { } value) AddRow(plot, letters, -row, value, pens[row].Color);
            else Panel.AddText(plot, letters, "–", 0, -row, Alignment.MiddleLeft).OffsetX = 5;
        plot.Axes.SetLimits(0, end, -(Math.Max(FewestRows, Methods.Length) - 0.5), 0.5);
        if (Methods.Length < FewestRows) plot.Axes.SetLimitsY(-(Methods.Length - 0.5) - (FewestRows - Methods.Length) / 2.0, 0.5 + (FewestRows - Methods.Length) / 2.0);
        plot.Grid.XAxisStyle.IsVisible = true;
        plot.Grid.YAxisStyle.IsVisible = false;
        Panel.SetRoundTicks(plot.Axes.Bottom, 0, Math.Min(100, end), MostTicks);
        Panel.SetTicks(plot.Axes.Left, labels == 0 ? [] : Methods.Select((row, i) => ((double)-i, letters.Fit(row.Method.Label, Panel.TickSize + 1, LongestLabel))));
        plot.Axes.Left.TickLabelStyle.FontSize = Panel.TickSize + 1;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        return plot;
    }

    static void AddRow(Plot plot, Lettering letters, double y, RepeatedMeasurement value, Color color)
    {
        plot.Add.Bar(new Bar { Position = y, Value = Math.Clamp(value.Mean, 0, 100), Size = BarShare, FillColor = color, LineWidth = 0, Orientation = Orientation.Horizontal });
        double end = Math.Min(100, value.High ?? value.Mean);   // intervals of few seeds may leave the scale
        if (value.HalfWidth is not null) Panel.AddWhisker(plot, value.Mean, y, Math.Max(0, value.Low!.Value), end, horizontal: true, Panel.Ink);
        Panel.AddText(plot, letters, value.Mean.ToString("0.0", CultureInfo.InvariantCulture), end, y, Alignment.MiddleLeft).OffsetX = 5;
    }
}

/// <summary>One method's bars.</summary>
/// <param name="Method">Whose.</param>
/// <param name="Values">In percent, one per panel; null where nothing was measured.</param>
public sealed record MethodRow(FigureMethod Method, ImmutableArray<RepeatedMeasurement?> Values);
