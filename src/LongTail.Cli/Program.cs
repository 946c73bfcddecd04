using System.Diagnostics;
using LongTail.Cli;
using LongTail.Cli.Display;

using ConsoleEncoding encoding = ConsoleEncoding.UseUtf8();
if (!Console.IsOutputRedirected) Console.SetOut(new LastingWriter(Console.Out));
Console.SetError(Errors());

return Application.Run(args, new Host
{
    Out = Console.Out,
    Error = Console.Error,
    OutIsTerminal = !Console.IsOutputRedirected && !IsDumb(),
    ErrorIsTerminal = !Console.IsErrorRedirected && !IsDumb(),
    Color = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
    Width = Width(),
    Running = Running,
});

// Where messages cannot be written, there is nobody to tell of it.
static TextWriter Errors()
{
    try
    {
        return new LastingWriter(Console.Error);
    }
    catch (IOException)
    {
        return TextWriter.Null;   // closed before the program began
    }
}

static bool IsDumb() => Environment.GetEnvironmentVariable("TERM") == "dumb";

// The runtime's own start is part of what the user waits for.
static TimeSpan Running()
{
    using Process process = Process.GetCurrentProcess();
    return TimeProvider.System.GetUtcNow() - process.StartTime;
}

static int Width()
{
    const int Usual = 100;   // for files and pipes
    try
    {
        return Console.IsOutputRedirected || Console.WindowWidth < 20 ? Usual : Console.WindowWidth;
    }
    catch (IOException)
    {
        return Usual;
    }
}
