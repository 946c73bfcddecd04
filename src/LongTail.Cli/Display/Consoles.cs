using Spectre.Console;

namespace LongTail.Cli.Display;

/// <summary>Makes the drawing consoles. Only on a terminal do they use colours or move the cursor.</summary>
static class Consoles
{
    public static IAnsiConsole Of(Host host, TextWriter writer, bool isTerminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal && host.Color ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        console.Profile.Width = host.Width;
        return console;
    }
}
