using System.Collections.Immutable;
using ScottPlot;

namespace LongTail.Figures.Sheets;

/// <summary>How a method looks.</summary>
/// <param name="Color">Of its bars and lines.</param>
/// <param name="Line">Of its curve.</param>
/// <param name="Marker">On its curve.</param>
readonly record struct Pen(Color Color, LinePattern Line, MarkerShape Marker);

/// <summary>
/// Colours that people with any of the common colour vision deficiencies can tell apart: those of Okabe and Ito, then some of Tol's "muted" set.
/// Where methods are many, lines and markers differ too.
/// </summary>
static class Pens
{
    static readonly Dictionary<string, Pen> Known = new()
    {
        ["ce"] = new(Color.FromHex("#8c8c8c"), LinePattern.Solid, MarkerShape.FilledCircle),
        ["kd"] = new(Color.FromHex("#0072b2"), LinePattern.Solid, MarkerShape.FilledSquare),
        ["cb"] = new(Color.FromHex("#009e73"), LinePattern.Solid, MarkerShape.FilledTriangleUp),
        ["bkd"] = new(Color.FromHex("#d55e00"), LinePattern.Solid, MarkerShape.FilledDiamond),
    };

    static readonly Color[] Colors = [.. new[] { "#e69f00", "#56b4e9", "#cc79a7", "#332288", "#999933", "#882255", "#44aa99", "#3d3d3d" }.Select(hex => Color.FromHex(hex))];
    static readonly MarkerShape[] Markers = [MarkerShape.FilledTriangleDown, MarkerShape.OpenCircle, MarkerShape.OpenSquare, MarkerShape.OpenTriangleUp, MarkerShape.OpenDiamond];
    static readonly LinePattern[] Lines = [LinePattern.Solid, LinePattern.Dashed, LinePattern.Dotted, LinePattern.DenselyDashed];

    /// <summary>A pen per method: its own for the four that all figures share, the next one for each other.</summary>
    public static ImmutableArray<Pen> For(IEnumerable<FigureMethod> methods)
    {
        int others = 0;
        return [.. methods.Select(method => Known.TryGetValue(method.Name, out Pen pen) ? pen : Other(others++))];
    }

    static Pen Other(int place) => new(Colors[place % Colors.Length], Lines[place / 4 % Lines.Length], Markers[place % Markers.Length]);
}
