using System.Runtime.InteropServices;

namespace LongTail.Cli;

/// <summary>Hands Ctrl-C, SIGTERM and SIGHUP (a terminal that is closed, a connection that is lost) to an interruption while it listens; a second one ends the process as usual.</summary>
sealed class Signals : IDisposable
{
    readonly PosixSignalRegistration[] _registrations;

    public Signals(Interruption interruption) => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = interruption.Request(ExitCode.Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => HangUp(signal, interruption)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = interruption.Request(ExitCode.Terminated)),
    ];

    // Windows ends the process as soon as the handler returns, and five seconds after the window was closed all the same.
    static void HangUp(PosixSignalContext signal, Interruption interruption)
    {
        signal.Cancel = true;
        interruption.HangUp(ExitCode.HungUp);
        if (OperatingSystem.IsWindows()) interruption.WaitUntilLeft(TimeSpan.FromSeconds(4.5));
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations) registration.Dispose();
    }
}
