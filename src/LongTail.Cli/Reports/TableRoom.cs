using Spectre.Console;
using Spectre.Console.Rendering;

namespace LongTail.Cli.Reports;

/// <summary>Chooses among tables by the room there is: one that is too wide would have its headings broken inside words.</summary>
static class TableRoom
{
    /// <summary>The first of some tables that the console has room for; the last where it has for none.</summary>
    /// <param name="console">Where it is to stand.</param>
    /// <param name="fullestFirst">Made as they are needed.</param>
    public static Table Fitting(IAnsiConsole console, IEnumerable<Table> fullestFirst)
    {
        Table? last = null;
        foreach (Table table in fullestFirst)
        {
            last = table;
            if (Has(console, table)) break;
        }
        return last!;
    }

    /// <summary>Whether the console has room for a table.</summary>
    public static bool Has(IAnsiConsole console, Table table) => ((IRenderable)table).Measure(RenderOptions.Create(console), int.MaxValue).Max <= console.Profile.Width;
}
