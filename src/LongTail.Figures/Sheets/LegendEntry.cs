using ScottPlot;

namespace LongTail.Figures.Sheets;

/// <summary>What one colour, line or marker stands for.</summary>
/// <param name="Label">Beside the sample.</param>
/// <param name="Pen">How it looks.</param>
/// <param name="Sample">Which part of the pen is drawn.</param>
readonly record struct LegendEntry(string Label, Pen Pen, LegendSample Sample)
{
    /// <summary>One entry per method.</summary>
    public static IEnumerable<LegendEntry> Of(IEnumerable<FigureMethod> methods, LegendSample sample) =>
        methods.Zip(Pens.For(methods), (method, pen) => new LegendEntry(method.Label, pen, sample));

    /// <summary>One entry that is no method.</summary>
    public static LegendEntry Of(string label, Color color, LegendSample sample, MarkerShape marker = MarkerShape.None, LinePattern? line = null) =>
        new(label, new(color, line ?? LinePattern.Solid, marker), sample);
}

/// <summary>What stands beside a label.</summary>
enum LegendSample
{
    /// <summary>A filled box, for bars.</summary>
    Box,

    /// <summary>A line with its marker.</summary>
    Line,

    /// <summary>The marker alone.</summary>
    Marker,
}
