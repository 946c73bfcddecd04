using System.Reflection;
using LongTail.Foundation;
using ScottPlot;
using SkiaSharp;

namespace LongTail.Figures.Sheets;

/// <summary>The letters of one figure: a sans-serif font of the system, or another one of it where a text has letters that are not among its own.</summary>
sealed class Lettering
{
    const string Ellipsis = "…";

    // Letters of one row are equally wide, so that a figure looks the same where the reader has any of them.
    static readonly string[][] Preferred = [["Liberation Sans", "Arimo", "Arial", "Helvetica"], ["DejaVu Sans", "Verdana"], ["Noto Sans"]];
    static readonly Lazy<Lettering> Own = new(Load);

    readonly SKTypeface typeface;

    Lettering(SKTypeface typeface) => this.typeface = typeface;

    /// <summary>The family's name, which ScottPlot knows it by.</summary>
    public string Name => typeface.FamilyName;

    /// <summary>What an SVG asks its reader for: the family, others that are as wide, and any.</summary>
    public static string FamiliesLike(string family) =>
        string.Join(", ", [family, .. Preferred.FirstOrDefault(alike => alike.Contains(family))?.Where(other => other != family) ?? [], "sans-serif"]);

    /// <summary>Letters for these texts.</summary>
    /// <exception cref="PlatformException">The system has no font, or Skia draws nothing.</exception>
    public static Lettering For(IEnumerable<string> texts)
    {
        Lettering own = Own.Value;
        int[] missing = [.. texts.SelectMany(text => text.EnumerateRunes()).Where(rune => rune.Value >= ' ' && own.typeface.GetGlyph(rune.Value) == 0).Select(rune => rune.Value).Distinct()];
        if (missing.Length == 0) return own;
        // The font that has most of them; boxes stand for the rest.
        SKTypeface? other = missing.Select(letter => SKFontManager.Default.MatchCharacter(letter)).Where(found => found is not null && found.GetGlyph('a') != 0)
            .MaxBy(found => missing.Count(letter => found.GetGlyph(letter) != 0));
        return other is null ? own : new(other);
    }

    /// <summary>Width of a text in pixels.</summary>
    public float Width(string text, float size)
    {
        using SKFont font = new(typeface, size) { Subpixel = true };
        return font.MeasureText(text);
    }

    /// <summary>The text on one line without control characters, or as much of its beginning as fits, with an ellipsis. Every name in a figure comes through here.</summary>
    public string Fit(string text, float size, float width)
    {
        text = PlainText.Of(text);
        if (Width(text, size) <= width) return text;
        string[] letters = [.. text.EnumerateRunes().Select(rune => rune.ToString())];
        int kept = letters.Length;
        while (kept > 1 && Width(string.Concat(letters[..kept]).TrimEnd() + Ellipsis, size) > width) kept--;
        return string.Concat(letters[..kept]).TrimEnd() + Ellipsis;
    }

    /// <summary>Writes one line, its middle at the given height.</summary>
    public void Write(SKCanvas canvas, string text, float x, float middle, float size, SKTextAlign align)
    {
        using SKFont font = new(typeface, size) { Subpixel = true };
        using SKPaint ink = new() { Color = SKColors.Black, IsAntialias = true };
        canvas.DrawText(text, x, middle + 0.36f * size, align, font, ink);   // capitals are 0.72 of the size high
    }

    static Lettering Load()
    {
        try
        {
            HashSet<string> installed = [.. SKFontManager.Default.FontFamilies];
            SKTypeface typeface = Preferred.SelectMany(alike => alike).FirstOrDefault(installed.Contains) is { } name ? SKTypeface.FromFamilyName(name) : SKTypeface.Default;
            return Draws(typeface) ? new(typeface)
                : throw new PlatformException("found no font that draws text, expected one for the figures. Install one, such as fonts-liberation or fonts-dejavu-core on Debian and Ubuntu.");
        }
        catch (Exception fault) when (fault is DllNotFoundException or TypeInitializationException)
        {
            throw new PlatformException($"found no native SkiaSharp library, expected one beside {Assembly.GetExecutingAssembly().GetName().Name}. The package brings those of Linux, Windows and macOS; elsewhere refer to SkiaSharp's native package of the platform.", fault);
        }
    }

    /// <summary>Draws a letter and looks: without fonts, or with natives of another version, Skia draws nothing and says nothing.</summary>
    static bool Draws(SKTypeface typeface)
    {
        const int size = 64;
        using SKFont font = new(typeface, size) { Subpixel = true };
        using SKBitmap picture = new(size, size);
        using SKCanvas canvas = new(picture);
        using SKPaint ink = new() { Color = SKColors.Black };
        canvas.Clear(SKColors.White);
        canvas.DrawText("m", 0, size - 1, font, ink);
        canvas.Flush();
        return picture.Pixels.Any(pixel => pixel != SKColors.White);
    }
}
