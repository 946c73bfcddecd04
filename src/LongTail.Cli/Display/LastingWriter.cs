using System.Text;

namespace LongTail.Cli.Display;

/// <summary>Writes for as long as it can, such as until a terminal is closed. Then nobody reads any more: what is written is dropped, so that the program can go on, or leave things in order.</summary>
/// <param name="terminal">Fails with an <see cref="IOException"/> once it is gone.</param>
sealed class LastingWriter(TextWriter terminal) : TextWriter(terminal.FormatProvider)
{
    volatile bool _isGone;

    public override Encoding Encoding => terminal.Encoding;

    public override void Write(char value) => While(() => terminal.Write(value));

    public override void Write(string? value) => While(() => terminal.Write(value));

    public override void Write(char[] buffer, int index, int count) => While(() => terminal.Write(buffer, index, count));

    public override void WriteLine(string? value) => While(() => terminal.WriteLine(value));

    public override void Flush() => While(terminal.Flush);

    void While(Action write)
    {
        if (_isGone) return;
        try
        {
            write();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException or ObjectDisposedException)
        {
            _isGone = true;
        }
    }
}
