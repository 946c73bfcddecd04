using System.Text;
using ScottPlot;
using SkiaSharp;

namespace LongTail.Figures.Sheets;

/// <summary>A figure's paper: a title, a legend below it, and room for panels below both.</summary>
sealed class Sheet
{
    /// <summary>Of all figures, in pixels.</summary>
    public const int Width = 1000;

    const float TitleSize = 17, TitleHeight = 40, Margin = 10, Bottom = 8;

    readonly Lettering letters;
    readonly string title;
    readonly Legend legend;
    readonly int roomHeight;
    readonly List<(Plot Plot, PixelRect Area)> panels = [];

    /// <summary>Lays it out.</summary>
    /// <param name="letters">Of all its text.</param>
    /// <param name="title">On one line, cut where it is too long.</param>
    /// <param name="entries">Of the legend; may be none.</param>
    /// <param name="roomHeight">For the panels.</param>
    public Sheet(Lettering letters, string title, IEnumerable<LegendEntry> entries, int roomHeight)
    {
        this.letters = letters;
        this.title = letters.Fit(title, TitleSize, Width - 2 * Margin);
        this.roomHeight = roomHeight;
        legend = new(letters, entries, Width - 2 * Margin);
    }

    int Height => (int)MathF.Ceiling(Top + roomHeight + Bottom);

    float Top => TitleHeight + legend.Height;

    /// <summary>Puts a panel onto the sheet.</summary>
    /// <param name="plot">The panel.</param>
    /// <param name="left">From the sheet's left edge.</param>
    /// <param name="top">From the upper end of the room.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    public void Add(Plot plot, float left, float top, float width, float height) =>
        panels.Add((plot, new PixelRect(left, left + width, Top + top + height, Top + top)));

    /// <summary>Draws it twice.</summary>
    public Picture Draw()
    {
        using SKBitmap bitmap = new(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (SKCanvas canvas = new(bitmap)) Draw(canvas);
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);

        using MemoryStream svg = new();
        using (SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(Width, Height), svg)) Draw(canvas);
        return new(SvgText.Tidied(Encoding.UTF8.GetString(svg.ToArray()), title), [.. png.AsSpan()]);
    }

    void Draw(SKCanvas canvas)
    {
        canvas.Clear(SKColors.White);
        letters.Write(canvas, title, Width / 2f, TitleHeight / 2, TitleSize, SKTextAlign.Center);
        legend.Draw(canvas, Width, TitleHeight - 3);
        foreach ((Plot plot, PixelRect area) in panels) plot.Render(canvas, area);
    }
}
