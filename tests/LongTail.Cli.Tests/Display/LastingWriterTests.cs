using LongTail.Cli.Display;

namespace LongTail.Cli.Tests.Display;

public sealed class LastingWriterTests
{
    [Fact]
    public void What_is_written_reaches_the_terminal()
    {
        StringWriter terminal = new() { NewLine = "\n" };
        using LastingWriter writer = new(terminal);
        writer.Write('a');
        writer.Write("bc");
        writer.Write(['d', 'e'], 0, 2);
        writer.WriteLine("f");
        writer.Write("gh".AsSpan());
        writer.Flush();
        Assert.Equal("abcdef\ngh", terminal.ToString());
    }

    [Fact]
    public void Once_the_terminal_is_gone_nothing_fails_and_nothing_is_tried_again()
    {
        Closed terminal = new();
        using LastingWriter writer = new(terminal);
        writer.WriteLine("first");
        writer.Write("second");
        writer.Flush();
        Assert.Equal(1, terminal.Tries);
    }

    sealed class Closed : StringWriter
    {
        public int Tries { get; private set; }

        public override void Write(string? value) => Fail();

        public override void WriteLine(string? value) => Fail();

        public override void Flush() => Fail();

        void Fail()
        {
            Tries++;
            throw new IOException("Input/output error");
        }
    }
}
