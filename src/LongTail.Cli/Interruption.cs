namespace LongTail.Cli;

/// <summary>A wish to stop, from Ctrl-C, SIGTERM or SIGHUP: the command then leaves things in order and ends.</summary>
/// <param name="announce">Where the notice goes; called on the signal's thread.</param>
/// <param name="notice">What is done before the end.</param>
sealed class Interruption(Action<string> announce, string notice = Interruption.Training) : IDisposable
{
    /// <summary>What training does.</summary>
    public const string Training = "Stopping after this step; a checkpoint is written.";

    readonly CancellationTokenSource _source = new();
    readonly ManualResetEventSlim _left = new();
    volatile Action<string> _announce = announce;
    volatile Action _leave = () => { };

    /// <summary>Cancelled at the first wish.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>What the program will end with.</summary>
    public int ExitCode { get; private set; } = Cli.ExitCode.Interrupted;

    /// <summary>Lets a live display show the notice.</summary>
    /// <param name="announce">Shows it.</param>
    /// <param name="leave">Gives the terminal back when the program ends at once.</param>
    public void ShownBy(Action<string> announce, Action leave) => (_announce, _leave) = (announce, leave);

    /// <summary>Asks to stop.</summary>
    /// <returns>False when that had been asked before: then stop at once.</returns>
    public bool Request(int exitCode)
    {
        lock (_source)
        {
            if (_source.IsCancellationRequested)
            {
                _leave();
                return false;
            }
            ExitCode = exitCode;
            _announce($"{notice} Once more stops at once.");
            _source.Cancel();
            return true;
        }
    }

    /// <summary>Asks to stop because the terminal was closed. It may be asked for twice, by the shell and by the system, and beside SIGTERM: it never means to stop at once.</summary>
    /// <param name="exitCode">What to end with, where nothing else was asked before.</param>
    public void HangUp(int exitCode)
    {
        lock (_source)
        {
            if (!_source.IsCancellationRequested) Request(exitCode);
        }
    }

    /// <summary>Waits until the command has left things in order.</summary>
    /// <param name="most">Waits no longer.</param>
    public void WaitUntilLeft(TimeSpan most) => _left.Wait(most);

    public void Dispose()
    {
        _left.Set();
        _source.Dispose();
    }
}
