using LongTail.Foundation;
using SkiaSharp;

namespace LongTail.Tools.WriteResults.Charts;

/// <summary>The font of the charts: one of the system's, since none is brought along.</summary>
static class ChartFont
{
    const int ProbeSize = 64;

    // Metrically close to each other, so that charts drawn on different systems look alike.
    static readonly string[] Preferred = ["DejaVu Sans", "Verdana", "Noto Sans", "Liberation Sans", "Arial", "Helvetica"];

    /// <summary>The name of a font that text is drawn with.</summary>
    /// <exception cref="PlatformException">There is none.</exception>
    public static string Find()
    {
        HashSet<string> installed = [.. SKFontManager.Default.FontFamilies];
        string name = Preferred.FirstOrDefault(installed.Contains) ?? SKTypeface.Default.FamilyName;
        return Draws(name)
            ? name
            : throw new PlatformException($"found no font that draws text, expected one for the charts. Install one, such as fonts-dejavu-core on Debian and Ubuntu.");
    }

    /// <summary>Draws a letter and looks: without fonts, or with natives of another version, Skia draws nothing and says nothing.</summary>
    static bool Draws(string family)
    {
        using SKTypeface typeface = SKTypeface.FromFamilyName(family);
        using SKFont font = new(typeface, ProbeSize);
        using SKBitmap picture = new(ProbeSize, ProbeSize);
        using SKCanvas canvas = new(picture);
        using SKPaint ink = new() { Color = SKColors.Black };
        canvas.Clear(SKColors.White);
        canvas.DrawText("m", 0, ProbeSize - 1, font, ink);
        canvas.Flush();
        return picture.Pixels.Any(pixel => pixel != SKColors.White);
    }
}
