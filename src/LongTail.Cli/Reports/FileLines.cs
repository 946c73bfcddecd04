using LongTail.Cli.Display;
using LongTail.Foundation;
using LongTail.Pictures;
using Spectre.Console;

namespace LongTail.Cli.Reports;

/// <summary>Files and what is the matter with them, for people.</summary>
static class FileLines
{
    const int Shown = 5;

    /// <summary>The first few, and how many more there are.</summary>
    /// <param name="console">Where.</param>
    /// <param name="files">All of them.</param>
    /// <param name="whereAll">Says which outputs name the others.</param>
    public static void Write(IAnsiConsole console, IReadOnlyCollection<LeftOut> files, string whereAll)
    {
        foreach (LeftOut file in files.Take(Shown)) console.Write(new Text($"  {SafeText.Of(file.Path, 400)}: {SafeText.Of(file.Reason, 400)}\n"));
        if (files.Count > Shown) console.Write(new Text($"  and {Words.Whole(files.Count - Shown)} more; {whereAll}\n"));
    }
}
