using ScottPlot;

namespace LongTail.Figures.Sheets;

/// <summary>White to dark blue: one hue that darkens evenly, so that grey copies and every reader's eyes keep the order.</summary>
static class Blues
{
    const double Dark = 0.5;   // from here on letters are white

    /// <summary>For shares of 0 to 1.</summary>
    public static IColormap Colormap { get; } = new ScottPlot.Colormaps.CustomInterpolated(
        [.. new[] { "#ffffff", "#d6e6f4", "#abcfe6", "#6aaed6", "#3787c0", "#105ba4", "#08306b" }.Select(hex => Color.FromHex(hex))]);

    /// <summary>The colour of letters over a share.</summary>
    public static Color Over(double share) => share > Dark ? Colors.White : Colors.Black;
}
