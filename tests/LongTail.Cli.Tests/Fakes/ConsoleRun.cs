namespace LongTail.Cli.Tests.Fakes;

/// <summary>What a command printed and ended with.</summary>
sealed record ConsoleRun(int Code, string Out, string Error)
{
    /// <summary>Runs the program on captured outputs.</summary>
    public static ConsoleRun Of(string commandLine, FakeTraining? training = null) => Of(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries), training);

    public static ConsoleRun Of(IReadOnlyList<string> args, FakeTraining? training = null, Func<Host, Host>? change = null)
    {
        StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        Host host = new() { Out = output, Error = error, Library = (training ?? new()).Calls, Listen = _ => new StringWriter(), Clock = new StandingClock() };
        int code = Application.Run(args, change?.Invoke(host) ?? host);
        return new(code, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }

    sealed class StandingClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
