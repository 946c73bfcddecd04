using System.Collections.Immutable;
using System.Globalization;
using LongTail.Figures.Sheets;
using LongTail.Results;
using ScottPlot;

namespace LongTail.Figures;

/// <summary>Accuracy against the temperature of distillation: a panel per data set, each with its own scale, since what the temperature changes is small beside what the data sets differ in.</summary>
public sealed record TemperatureFigure
{
    const int PanelHeight = 400, MostColumns = 2, Ticks = 8;
    const float MarkerSize = 9;

    static readonly Color Measured = Color.FromHex("#d55e00"), Published = Color.FromHex("#0072b2");

    /// <summary>Above the figure.</summary>
    public required string Title { get; init; }

    /// <summary>One panel each; at least one.</summary>
    public required ImmutableArray<TemperatureSweep> Sweeps { get; init; }

    /// <summary>Draws it.</summary>
    /// <exception cref="ArgumentException">There is no sweep, or one without points.</exception>
    /// <exception cref="Foundation.PlatformException">The native library does not draw.</exception>
    public Picture Draw()
    {
        if (Sweeps.IsDefaultOrEmpty || Sweeps.Any(sweep => sweep.Points.IsDefaultOrEmpty)) throw new ArgumentException($"Found no sweep or one without points in {Title}, expected one of each data set with a point per temperature.");
        Lettering letters = Lettering.For([Title, .. Sweeps.Select(sweep => sweep.DataSet)]);
        int columns = Math.Min(MostColumns, Sweeps.Length), rows = (Sweeps.Length + columns - 1) / columns;
        float width = Sheet.Width / (float)columns;
        Sheet sheet = new(letters, Title, Entries(), rows * PanelHeight);
        foreach ((int i, TemperatureSweep sweep) in Sweeps.Index())
            sheet.Add(DrawPanel(letters, sweep, width), i % columns * width, i / columns * PanelHeight, width, PanelHeight);
        return sheet.Draw();
    }

    IEnumerable<LegendEntry> Entries()
    {
        bool spread = Sweeps.Any(sweep => sweep.Points.Any(point => point.Accuracy.Deviation is not null));
        yield return LegendEntry.Of(spread ? "measured, mean ± standard deviation of the seeds" : "measured, one seed", Measured, LegendSample.Line, MarkerShape.FilledCircle);
        if (Sweeps.Any(sweep => sweep.Published is not null)) yield return LegendEntry.Of("published", Published, LegendSample.Marker, MarkerShape.FilledDiamond);
    }

    static Plot DrawPanel(Lettering letters, TemperatureSweep sweep, float width)
    {
        Plot plot = Panel.New(letters, letters.Fit(sweep.DataSet, Panel.TitleSize, width - 80), "temperature T", "accuracy (%)", new(66, 20, 54, 34));
        TemperaturePoint[] points = [.. sweep.Points.OrderBy(point => point.Temperature)];
        var line = plot.Add.Scatter(points.Select(point => point.Temperature).ToArray(), points.Select(point => point.Accuracy.Mean).ToArray(), Measured);
        line.LineWidth = 2;
        line.MarkerSize = MarkerSize;
        foreach (TemperaturePoint point in points)
            if (point.Accuracy.Deviation is { } deviation)
                Panel.AddWhisker(plot, point.Temperature, point.Accuracy.Mean, point.Accuracy.Mean - deviation, point.Accuracy.Mean + deviation, horizontal: false, Measured);
        if (sweep.Published is { } published) plot.Add.Marker(published.Temperature, published.Percent, MarkerShape.FilledDiamond, MarkerSize + 4, Published);
        SetAxes(plot, points, sweep.Published);
        return plot;
    }

    static void SetAxes(Plot plot, TemperaturePoint[] points, PublishedPoint? published)
    {
        double[] temperatures = [.. points.Select(point => point.Temperature).Concat(published is { } known ? [known.Temperature] : []).Distinct().Order()];
        double[] ends = [.. points.SelectMany(point => new[] { point.Accuracy.Mean - (point.Accuracy.Deviation ?? 0), point.Accuracy.Mean + (point.Accuracy.Deviation ?? 0) }).Concat(published is { } value ? [value.Percent] : [])];
        double side = Math.Max(0.1, 0.06 * (temperatures[^1] - temperatures[0])), margin = Math.Max(0.5, 0.08 * (ends.Max() - ends.Min()));
        double low = Math.Max(0, ends.Min() - margin), high = ends.Max() + margin;
        plot.Axes.SetLimits(temperatures[0] - side, temperatures[^1] + side, low, high);
        if (temperatures.Length <= Ticks + 1) Panel.SetTicks(plot.Axes.Bottom, temperatures.Select(temperature => (temperature, temperature.ToString("0.##", CultureInfo.InvariantCulture))));
        else Panel.SetRoundTicks(plot.Axes.Bottom, temperatures[0], temperatures[^1], Ticks);
        Panel.SetRoundTicks(plot.Axes.Left, low, high, Ticks);
    }
}

/// <summary>One data set's accuracies.</summary>
/// <param name="DataSet">For readers, such as "CIFAR-10-LT, ratio 100".</param>
/// <param name="Points">In any order.</param>
/// <param name="Published">What the paper says; null where it says nothing.</param>
public sealed record TemperatureSweep(string DataSet, ImmutableArray<TemperaturePoint> Points, PublishedPoint? Published = null);

/// <summary>What was measured at one temperature.</summary>
/// <param name="Temperature">T.</param>
/// <param name="Accuracy">In percent, over the seeds.</param>
public readonly record struct TemperaturePoint(double Temperature, RepeatedMeasurement Accuracy);

/// <summary>What was published for one temperature.</summary>
/// <param name="Temperature">T.</param>
/// <param name="Percent">Accuracy.</param>
public readonly record struct PublishedPoint(double Temperature, double Percent);
