using System.Collections.Immutable;
using LongTail.Figures.Sheets;
using LongTail.Results;
using ScottPlot;

namespace LongTail.Figures;

/// <summary>Accuracy over the epochs, a curve per method; a band of one standard deviation where there are several seeds.</summary>
public sealed record CurveFigure
{
    const int Height = 480, MostMarkers = 12, Ticks = 10;

    /// <summary>Above the figure.</summary>
    public required string Title { get; init; }

    /// <summary>What is measured, at the vertical axis.</summary>
    public string Vertical { get; init; } = "top-1 accuracy (%)";

    /// <summary>In the order of the legend; at least one.</summary>
    public required ImmutableArray<Curve> Curves { get; init; }

    /// <summary>Draws it.</summary>
    /// <exception cref="ArgumentException">There is no curve, or one without points.</exception>
    /// <exception cref="Foundation.PlatformException">The native library does not draw.</exception>
    public Picture Draw()
    {
        if (Curves.IsDefaultOrEmpty || Curves.Any(curve => curve.Points.IsDefaultOrEmpty)) throw new ArgumentException($"Found no curve or one without points in {Title}, expected one of each method with a point per evaluated epoch.");
        FigureMethod[] methods = [.. Curves.Select(curve => curve.Method)];
        Lettering letters = Lettering.For([Title, Vertical, .. methods.Select(method => method.Label)]);
        Sheet sheet = new(letters, Title, LegendEntry.Of(methods, LegendSample.Line), Height);
        Plot plot = Panel.New(letters, "", "epoch", Vertical, new(72, 24, 54, 10));
        ImmutableArray<Pen> pens = Pens.For(methods);
        foreach ((int i, Curve curve) in Curves.Index()) AddBand(plot, curve, pens[i]);
        foreach ((int i, Curve curve) in Curves.Index()) AddCurve(plot, curve, pens[i], (double)i / Curves.Length);
        SetAxes(plot);
        sheet.Add(plot, 0, 0, Sheet.Width, Height);
        return sheet.Draw();
    }

    static void AddBand(Plot plot, Curve curve, Pen pen)
    {
        if (curve.Points.All(point => point.Accuracy.Deviation is null)) return;
        var band = plot.Add.FillY(
            [.. curve.Points.Select(point => (double)point.Epoch)],
            [.. curve.Points.Select(point => Low(point.Accuracy))],
            [.. curve.Points.Select(point => High(point.Accuracy))]);
        band.FillColor = pen.Color.WithAlpha(0.14);
        band.LineWidth = 0;
    }

    static void AddCurve(Plot plot, Curve curve, Pen pen, double place)
    {
        var line = plot.Add.Scatter(curve.Points.Select(point => (double)point.Epoch).ToArray(), curve.Points.Select(point => point.Accuracy.Mean).ToArray(), pen.Color);
        line.LineWidth = 2;
        line.LinePattern = pen.Line;
        line.MarkerSize = 0;
        // Few markers, at other epochs for each curve, so that they do not hide each other.
        int every = Math.Max(1, curve.Points.Length / MostMarkers), first = (int)(place * every);
        foreach (CurvePoint point in curve.Points.Where((_, i) => i % every == first))
        {
            var marker = plot.Add.Marker(point.Epoch, point.Accuracy.Mean, pen.Marker, 8, pen.Color);
            marker.MarkerLineWidth = 1.5f;
        }
    }

    void SetAxes(Plot plot)
    {
        IEnumerable<CurvePoint> points = Curves.SelectMany(curve => curve.Points);
        double last = points.Max(point => point.Epoch);
        double low = points.Min(point => Low(point.Accuracy)), high = points.Max(point => High(point.Accuracy)), margin = Math.Max(0.5, 0.04 * (high - low));
        (low, high) = (Math.Max(-margin / 3, low - margin), Math.Min(100.5, high + margin));
        plot.Axes.SetLimits(0, last * 1.01, low, high);
        Panel.SetRoundTicks(plot.Axes.Bottom, 0, last, Ticks, whole: true);
        Panel.SetRoundTicks(plot.Axes.Left, low, high, Ticks);
    }

    static double Low(RepeatedMeasurement value) => Math.Max(0, value.Mean - (value.Deviation ?? 0));

    static double High(RepeatedMeasurement value) => Math.Min(100, value.Mean + (value.Deviation ?? 0));
}

/// <summary>One method's accuracy during training.</summary>
/// <param name="Method">Whose.</param>
/// <param name="Points">By epoch.</param>
public sealed record Curve(FigureMethod Method, ImmutableArray<CurvePoint> Points);

/// <summary>The accuracy after one epoch.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Accuracy">In percent, over the seeds.</param>
public readonly record struct CurvePoint(int Epoch, RepeatedMeasurement Accuracy);
