using System.Collections.Immutable;
using System.Globalization;
using LongTail.Figures.Sheets;
using LongTail.Results;
using ScottPlot;

namespace LongTail.Figures;

/// <summary>What each class is taken for: a matrix per method, each row in percent of the class's test images, one colour bar for all.</summary>
public sealed record ConfusionFigure
{
    const int MostColumns = 2, MostNamedClasses = 20, MostNumbers = 16, MostCells = 400, Ticks = 10, LargestMatrix = 400, NamedMatrix = 380;
    const float Head = 30, Foot = 18, Between = 22, LongestName = 90, BarWidth = 16, BarRoom = 64, BarEnds = 10;

    /// <summary>Above the figure.</summary>
    public required string Title { get; init; }

    /// <summary>By label.</summary>
    public required ImmutableArray<string> ClassNames { get; init; }

    /// <summary>Labels in the order of the rows and columns, such as largest class first; empty for ascending ones.</summary>
    public ImmutableArray<int> Order { get; init; } = [];

    /// <summary>At least one; four make a square.</summary>
    public required ImmutableArray<ConfusionPanel> Methods { get; init; }

    /// <summary>Draws it.</summary>
    /// <exception cref="ArgumentException">There is no matrix, one of another number of classes than there are names, or an order that is none.</exception>
    /// <exception cref="Foundation.PlatformException">The native library does not draw.</exception>
    public Picture Draw()
    {
        ImmutableArray<int> order = Order.IsDefaultOrEmpty ? [.. Enumerable.Range(0, ClassNames.Length)] : Order;
        if (Methods.IsDefaultOrEmpty || ClassNames.IsEmpty || Methods.Any(method => method.Counts.Classes != ClassNames.Length) || !order.Order().SequenceEqual(Enumerable.Range(0, ClassNames.Length)))
            throw new ArgumentException($"Found {ClassNames.Length} class names, an order of {order.Length} and matrices of {string.Join(", ", Methods.IsDefault ? [] : Methods.Select(method => method.Counts.Classes))} classes in {Title}, expected one number of classes.");
        Lettering letters = Lettering.For([Title, .. ClassNames, .. Methods.Select(method => method.Method.Label)]);
        bool named = ClassNames.Length <= MostNamedClasses;
        string[] names = named ? [.. order.Select(label => letters.Fit(ClassNames[label], Panel.TickSize, LongestName))] : [];
        float side = (named ? names.Max(name => letters.Width(name, Panel.TickSize)) : 26) + 36, foot = side;

        // Whole pixels for each cell, so that a picture of many cells stays sharp.
        int cells = Math.Min(ClassNames.Length, MostCells), scale = named ? 1 : LargestMatrix / cells;
        float matrix = named ? NamedMatrix : cells * scale;
        int columns = Math.Min(MostColumns, Methods.Length), rows = (Methods.Length + columns - 1) / columns;
        Sheet sheet = new(letters, Title, [], (int)(rows * (matrix + Head) + (rows - 1) * Foot + foot));
        float left = (Sheet.Width - side - columns * matrix - columns * Between - BarRoom) / 2;
        foreach ((int i, ConfusionPanel method) in Methods.Index())
        {
            int column = i % columns, row = i / columns;
            bool outermost = column == 0, lowest = i + columns >= Methods.Length;
            PixelPadding padding = new(outermost ? side : 1, Between - 1, lowest ? foot : 1, Head);
            Plot plot = Panel.New(letters, letters.Fit(method.Method.Label, Panel.TitleSize, matrix), lowest ? "predicted class" : "", outermost ? "true class (each row 100 %)" : "", padding);
            Fill(plot, letters, RowShares.Of(method.Counts, order, MostCells), scale);
            SetTicks(plot.Axes.Left, outermost, names, ascending: false);
            SetTicks(plot.Axes.Bottom, lowest, names, ascending: true);
            sheet.Add(plot, left + (outermost ? 0 : side + column * (matrix + Between) - 1), row * (matrix + Head + Foot), matrix + padding.Left + padding.Right, matrix + padding.Top + padding.Bottom);
        }
        sheet.Add(Scale(letters), left + side + columns * (matrix + Between) - 1, Head - BarEnds, BarRoom, rows * matrix + (rows - 1) * (Head + Foot) + 2 * BarEnds);
        return sheet.Draw();
    }

    static void Fill(Plot plot, Lettering letters, double[,] shares, int scale)
    {
        int cells = shares.GetLength(0);
        var map = plot.Add.Heatmap(RowShares.Enlarged(shares, scale));
        double outermost = (0.5 / scale) - 0.5;   // the middle of the first of the small squares
        map.Position = new(outermost, cells - 1 - outermost, outermost, cells - 1 - outermost);
        map.Colormap = Blues.Colormap;
        map.ManualRange = new(0, 1);
        map.Smooth = false;
        if (cells <= MostNamedClasses) map.RenderStrategy = new ScottPlot.Plottables.Heatmap.RenderStrategies.Rectangles();
        plot.HideGrid();
        plot.Axes.SetLimits(-0.5, cells - 0.5, -0.5, cells - 0.5);
        plot.Axes.Right.FrameLineStyle.IsVisible = plot.Axes.Top.FrameLineStyle.IsVisible = true;
        if (cells > MostNumbers) return;
        for (int row = 0; row < cells; row++)
            for (int column = 0; column < cells; column++)
                if (Math.Round(100 * shares[row, column]) is var percent and > 0)
                    Panel.AddText(plot, letters, percent.ToString("0", CultureInfo.InvariantCulture), column, cells - 1 - row, Alignment.MiddleCenter).LabelFontColor = Blues.Over(shares[row, column]);
    }

    void SetTicks(IAxis axis, bool shown, string[] names, bool ascending)
    {
        int classes = ClassNames.Length;
        double cells = Math.Min(classes, MostCells);
        IEnumerable<(double Position, string Label)> ticks = names.Length > 0
            ? names.Select((name, i) => ((double)i, name))
            : Rounds.Upto(classes, Ticks).Select(place => ((place - 0.5) * cells / classes - 0.5, place.ToString(CultureInfo.InvariantCulture)));
        Panel.SetTicks(axis, shown ? ticks.Select(tick => (ascending ? tick.Position : cells - 1 - tick.Position, tick.Label)) : []);
        if (!ascending || names.Length == 0) return;
        axis.TickLabelStyle.Rotation = -90;
        axis.TickLabelStyle.Alignment = Alignment.MiddleRight;
    }

    /// <summary>The colour bar.</summary>
    static Plot Scale(Lettering letters)
    {
        const int steps = 100;
        Plot plot = Panel.New(letters, "", "", "", new(1, BarRoom - BarWidth, BarEnds, BarEnds));
        double[,] values = new double[steps, 1];
        for (int i = 0; i < steps; i++) values[i, 0] = 1 - (i + 0.5) / steps;
        var map = plot.Add.Heatmap(values);
        map.Colormap = Blues.Colormap;
        map.ManualRange = new(0, 1);
        plot.HideGrid();
        plot.Axes.SetLimits(-0.5, 0.5, -0.5, steps - 0.5);
        Panel.SetTicks(plot.Axes.Left, []);
        Panel.SetTicks(plot.Axes.Bottom, []);
        plot.Axes.Right.FrameLineStyle.IsVisible = plot.Axes.Top.FrameLineStyle.IsVisible = true;
        plot.Axes.SetLimitsY(-0.5, steps - 0.5, plot.Axes.Right);
        Panel.SetTicks(plot.Axes.Right, Enumerable.Range(0, 6).Select(tick => 20 * tick).Select(percent => ((double)percent * steps / 100.0 - 0.5, $"{percent} %")));
        plot.Axes.Right.TickLabelStyle.FontSize = Panel.TickSize;
        return plot;
    }
}

/// <summary>One method's matrix.</summary>
/// <param name="Method">Whose.</param>
/// <param name="Counts">Of one network, or summed over the seeds.</param>
public sealed record ConfusionPanel(FigureMethod Method, Confusion Counts);
