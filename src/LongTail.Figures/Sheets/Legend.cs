using ScottPlot;
using SkiaSharp;

namespace LongTail.Figures.Sheets;

/// <summary>Rows of samples and labels below the title, outside the data.</summary>
sealed class Legend
{
    const int Few = 3;
    const float TextSize = 13, RowHeight = 21, SampleWidth = 28, BoxWidth = 14, Gap = 6, Between = 20, LongestLabel = 240, LongestOfFew = 400;

    readonly Lettering letters;
    readonly List<(string Label, LegendEntry Entry)[]> rows;
    readonly float columnWidth;

    /// <summary>Breaks the entries into rows; where one row is not enough, they stand in columns.</summary>
    public Legend(Lettering letters, IEnumerable<LegendEntry> entries, float width)
    {
        this.letters = letters;
        LegendEntry[] given = [.. entries];
        (string Label, LegendEntry Entry)[] all = [.. given.Select(entry => (letters.Fit(entry.Label, TextSize, given.Length > Few ? LongestLabel : LongestOfFew), entry))];
        if (all.Length == 0 || all.Sum(WidthOf) - Between <= width)
        {
            rows = all.Length == 0 ? [] : [all];
            return;
        }
        columnWidth = all.Max(WidthOf);
        int columns = Math.Max(1, (int)((width + Between) / columnWidth));
        int lines = (all.Length + columns - 1) / columns;
        rows = [.. all.Chunk((all.Length + lines - 1) / lines)];   // rows as equal as can be
    }

    /// <summary>In pixels.</summary>
    public float Height => rows.Count * RowHeight;

    /// <summary>Draws it in the middle of the width.</summary>
    public void Draw(SKCanvas canvas, float width, float top)
    {
        foreach ((int row, (string Label, LegendEntry Entry)[] items) in rows.Index())
        {
            float total = rows.Count == 1 ? items.Sum(WidthOf) - Between : rows[0].Length * columnWidth - Between;
            float x = (width - total) / 2, middle = top + (row + 0.5f) * RowHeight;
            foreach ((string Label, LegendEntry Entry) item in items)
            {
                DrawSample(canvas, item.Entry, x, middle);
                letters.Write(canvas, item.Label, x + SampleOf(item.Entry) + Gap, middle, TextSize, SKTextAlign.Left);
                x += rows.Count == 1 ? WidthOf(item) : columnWidth;
            }
        }
    }

    float WidthOf((string Label, LegendEntry Entry) item) => SampleOf(item.Entry) + Gap + letters.Width(item.Label, TextSize) + Between;

    static float SampleOf(LegendEntry entry) => entry.Sample == LegendSample.Line ? SampleWidth : BoxWidth;

    static void DrawSample(SKCanvas canvas, LegendEntry entry, float x, float middle)
    {
        using Paint paint = Paint.NewDisposablePaint();
        PixelRect sample = new(x, x + SampleOf(entry), middle + 6, middle - 6);
        if (entry.Sample == LegendSample.Box) Drawing.FillRectangle(canvas, sample, paint, new FillStyle { Color = entry.Pen.Color });
        if (entry.Sample == LegendSample.Line) Drawing.DrawLine(canvas, paint, new PixelLine(sample.Left, middle, sample.Right, middle), new LineStyle { Width = 2, Color = entry.Pen.Color, Pattern = entry.Pen.Line });
        if (entry.Sample != LegendSample.Box && entry.Pen.Marker != MarkerShape.None)
            Drawing.DrawMarker(canvas, paint, sample.Center, new MarkerStyle(entry.Pen.Marker, 8, entry.Pen.Color) { LineWidth = 1.5f });
    }
}
