using System.Text;

namespace LongTail.Cli.Display;

/// <summary>What the program writes is UTF-8 on every system. Windows has old code pages for its consoles, in which names of classes become question marks and JSON is none.</summary>
sealed class ConsoleEncoding : IDisposable
{
    readonly Encoding? _before;

    ConsoleEncoding(Encoding? before) => _before = before;

    /// <summary>Changes the console to UTF-8 until this is disposed of, since other programs share the console. To be called before anything is written.</summary>
    public static ConsoleEncoding UseUtf8()
    {
        if (!OperatingSystem.IsWindows()) return new(null);   // UTF-8 already, or as its user has set it
        try
        {
            Encoding before = Console.OutputEncoding;
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
            return new(before);
        }
        catch (IOException)
        {
            return new(null);   // there is no console
        }
    }

    public void Dispose()
    {
        if (_before is null) return;
        try
        {
            Console.OutputEncoding = _before;
        }
        catch (IOException)
        {
            // It was closed meanwhile.
        }
    }
}
