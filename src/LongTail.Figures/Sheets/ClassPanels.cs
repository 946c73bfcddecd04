using System.Collections.Immutable;
using System.Globalization;
using ScottPlot;

namespace LongTail.Figures.Sheets;

/// <summary>The two panels of a figure of classes: accuracies above, counts below.</summary>
sealed class ClassPanels(Lettering letters, ClassAxis axis)
{
    /// <summary>Height of the panel of accuracies, in pixels.</summary>
    public const int AccuracyHeight = 340;

    const int CountData = 190, MostLines = 40, MostPoints = 200;
    const float GroupHead = 26, BarShare = 0.8f;

    static readonly Color Bar = Color.FromHex("#b5b5b5");

    /// <summary>Height of the panel of counts, in pixels.</summary>
    public static int CountHeight(ClassAxis axis) => (int)(GroupHead + CountData + axis.Foot);

    /// <summary>Accuracies of classes as points that are joined, or of groups side by side within the width of the group.</summary>
    public Plot Accuracies(ImmutableArray<ClassAccuracies> methods, bool ofGroups)
    {
        Plot plot = Panel.New(letters, "", "", "accuracy (%)", new(ClassAxis.Left, ClassAxis.Right, 8, GroupHead));
        ImmutableArray<Pen> pens = Pens.For(methods.Select(method => method.Method));
        foreach ((int i, ClassAccuracies method) in methods.Index())
            if (ofGroups) AddGroups(plot, method.Percent, pens[i], i, methods.Length);
            else AddClasses(plot, method.Percent, pens[i]);
        double top = Math.Clamp(1.05 * (methods.SelectMany(method => method.Percent).Max() ?? 0), 1, 102);
        plot.Axes.SetLimitsY(-0.015 * top, top);
        axis.Set(plot, withNames: false);
        Panel.SetRoundTicks(plot.Axes.Left, 0, top, 10);
        AddGroupBounds(plot);
        return plot;
    }

    /// <summary>Training images as bars, on a logarithmic axis.</summary>
    public Plot Counts(bool withGroups)
    {
        Plot plot = Panel.New(letters, "", "", "training images", new(ClassAxis.Left, ClassAxis.Right, axis.Foot, GroupHead));
        int[] counts = [.. axis.Counts];
        int smallest = counts.Where(count => count > 0).DefaultIfEmpty(1).Min(), largest = Math.Max(2, counts[0]);
        double floor = Math.Log10(smallest) - 0.15 * Math.Max(1, Math.Log10((double)largest / smallest)), top = Math.Log10(largest);
        foreach ((int place, int count) in counts.Index())
        {
            if (count > 0 && counts.Length <= MostLines) plot.Add.Bar(new ScottPlot.Bar { Position = place, Value = Math.Log10(count), ValueBase = floor, Size = BarShare, FillColor = Bar, LineWidth = 0 });
            if (axis.HasRoomForNumbers) Panel.AddText(plot, letters, count.ToString("#,0", CultureInfo.InvariantCulture), place, count > 0 ? Math.Log10(count) : floor, Alignment.LowerCenter).OffsetY = -2;
        }
        if (counts.Length > MostLines) AddOutline(plot, counts, floor);
        double height = top + 0.08 * (top - floor) + (axis.HasRoomForNumbers ? 0.06 * (top - floor) : 0);
        plot.Axes.SetLimitsY(floor, height);
        axis.Set(plot, withNames: true);
        Panel.SetTicks(plot.Axes.Left, Decades(floor, height));
        if (withGroups) AddGroupBounds(plot);
        else AddSeparators(plot);
        return plot;
    }

    static IEnumerable<(double, string)> Decades(double floor, double top)
    {
        (double Place, string Label)[] tens = [.. Range(1)];
        return tens.Length > 2 ? tens : Range(1, 2, 5);

        IEnumerable<(double, string)> Range(params int[] factors) =>
            from exponent in Enumerable.Range((int)Math.Floor(floor), (int)(Math.Ceiling(top) - Math.Floor(floor)) + 1)
            from factor in factors
            let place = exponent + Math.Log10(factor)
            where exponent >= 0 && place >= floor && place <= top
            select (place, (factor * Math.Pow(10, exponent)).ToString("#,0", CultureInfo.InvariantCulture));
    }

    /// <summary>Many bars without gaps, as one shape.</summary>
    static void AddOutline(Plot plot, int[] counts, double floor)
    {
        double[] edges = [.. counts.Index().SelectMany(bar => new[] { bar.Index - 0.5, bar.Index + 0.5 })];
        double[] heights = [.. counts.SelectMany(count => Enumerable.Repeat(count > 0 ? Math.Log10(count) : floor, 2))];
        var shape = plot.Add.FillY(edges, [.. edges.Select(_ => floor)], heights);
        shape.FillColor = Bar;
        shape.LineWidth = 0;
    }

    void AddClasses(Plot plot, ImmutableArray<double?> percent, Pen pen)
    {
        double[] values = [.. axis.Labels.Select(label => percent[label] ?? double.NaN)];
        bool many = values.Length > MostLines;
        var line = plot.Add.Scatter([.. Enumerable.Range(0, values.Length).Select(i => (double)i)], values, pen.Color);
        line.LineWidth = many ? 1.2f : 1.8f;
        line.LinePattern = pen.Line;
        line.MarkerShape = pen.Marker;
        line.MarkerSize = values.Length > MostPoints ? 0 : many ? 5 : 8;
        line.MarkerLineWidth = 1.5f;
    }

    void AddGroups(Plot plot, ImmutableArray<double?> percent, Pen pen, int place, int methods)
    {
        foreach ((GroupSpan? group, double? value) in axis.Groups.Zip(percent))
        {
            if (group is null || value is not { } height) continue;
            double width = (group.To - group.From) / methods, left = group.From + place * width;
            var line = plot.Add.Line(left + 0.08 * width, height, left + 0.92 * width, height);
            line.Color = pen.Color;
            line.LineWidth = 2.2f;
            line.MarkerSize = 0;
            var marker = plot.Add.Marker(left + width / 2, height, pen.Marker, 9, pen.Color);
            marker.MarkerLineWidth = 1.5f;
        }
    }

    /// <summary>The names of the groups above the panel, and where they meet.</summary>
    void AddGroupBounds(Plot plot)
    {
        AddSeparators(plot);
        float pixels = (Sheet.Width - ClassAxis.Left - ClassAxis.Right) / axis.Labels.Length;
        Panel.SetTicks(plot.Axes.Top, axis.Groups.OfType<GroupSpan>()
            .Select(group => ((group.From + group.To) / 2, letters.Fit(group.Name, Panel.TickSize + 1, MathF.Max(48, (float)(group.To - group.From) * pixels)))));
        plot.Axes.SetLimitsX(-0.5, axis.Labels.Length - 0.5, plot.Axes.Top);
        plot.Axes.Top.MajorTickStyle.Length = 0;
        plot.Axes.Top.TickLabelStyle.FontSize = Panel.TickSize + 1;
    }

    void AddSeparators(Plot plot)
    {
        foreach (GroupSpan group in axis.Groups.OfType<GroupSpan>().Where(group => group.From > 0))
            plot.Add.VerticalLine(group.From, 1, Panel.Ink, LinePattern.Dotted);
    }
}
