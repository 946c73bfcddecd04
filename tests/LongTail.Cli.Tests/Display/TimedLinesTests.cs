using LongTail.Cli.Display;
using LongTail.Cli.Tests.Fakes;

namespace LongTail.Cli.Tests.Display;

public sealed class TimedLinesTests
{
    [Fact]
    public void A_line_comes_every_five_seconds_and_none_goes_back()
    {
        TurnedClock clock = new();
        string shown = Shown(clock, isQuiet: false, lines =>
        {
            lines.Report(new(1, 50_000));
            clock.Turn(4.9);
            lines.Report(new(1999, 50_000));
            clock.Turn(0.1);
            lines.Report(new(2000, 50_000));
            lines.Report(new(2001, 50_000));
            clock.Turn(5);
            lines.Report(new(1998, 50_000));    // of another thread
            lines.Report(new(4000, 50_000));
        });
        Assert.Equal("looked at 2,000 of 50,000 pictures\nlooked at 4,000 of 50,000 pictures\n", shown);
    }

    [Fact]
    public void A_second_piece_of_work_is_told_from_its_own_beginning_on()
    {
        TurnedClock clock = new();
        string shown = Shown(clock, isQuiet: false, lines =>
        {
            lines.Report(new(1, 900));
            clock.Turn(5);
            lines.Report(new(800, 900));
            clock.Turn(60);
            lines.Report(new(256, 1000));   // in batches
            clock.Turn(5);
            lines.Report(new(512, 1000));
            clock.Turn(60);
            lines.Report(new(1, 1000));
            clock.Turn(5);
            lines.Report(new(500, 1000));
        });
        Assert.Equal("looked at 800 of 900 pictures\nlooked at 512 of 1,000 pictures\nlooked at 500 of 1,000 pictures\n", shown);
    }

    [Fact]
    public void Who_asks_for_quiet_hears_nothing()
    {
        TurnedClock clock = new();
        Assert.Equal("", Shown(clock, isQuiet: true, lines =>
        {
            lines.Report(new(1, 50_000));
            clock.Turn(60);
            lines.Report(new(2000, 50_000));
        }));
    }

    static string Shown(TurnedClock clock, bool isQuiet, Action<TimedLines> act)
    {
        StringWriter error = new() { NewLine = "\n" };
        act(new(new Host { Out = TextWriter.Null, Error = error, Clock = clock }, "looked at", "pictures", isQuiet));
        return error.ToString();
    }
}
