using LongTail.Figures.Sheets;
using LongTail.Foundation;

namespace LongTail.Figures.Tests;

/// <summary>Figures need a font of the system; tests that draw are skipped where there is none.</summary>
static class FontNeeded
{
    public static Lettering Letters(params string[] texts)
    {
        SkipWithout();
        return Lettering.For(texts);
    }

    public static void SkipWithout()
    {
        try
        {
            Lettering.For([]);
        }
        catch (PlatformException fault)
        {
            Assert.Skip(fault.Message);
        }
    }
}
