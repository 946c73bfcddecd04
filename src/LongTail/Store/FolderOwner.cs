using System.ComponentModel;
using System.Diagnostics;

namespace LongTail.Store;

/// <summary>Who holds a folder.</summary>
/// <param name="ProcessId">On its host.</param>
/// <param name="Host">Machine name.</param>
/// <param name="Since">When the lock was taken.</param>
/// <param name="Command">What the user started.</param>
sealed record FolderOwner(int ProcessId, string Host, DateTimeOffset Since, string Command)
{
    /// <summary>This process.</summary>
    /// <param name="clock">Tells when.</param>
    /// <param name="command">What the user started.</param>
    public static FolderOwner Current(TimeProvider clock, string command) => new(Environment.ProcessId, Environment.MachineName, clock.GetUtcNow(), command);

    /// <summary>True when it is known to have ended; of other hosts nothing is known.</summary>
    internal bool HasEnded()
    {
        if (Host != Environment.MachineName) return false;
        try
        {
            using Process process = Process.GetProcessById(ProcessId);
            return process.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (Win32Exception)
        {
            return false;   // it is there, but not ours to ask
        }
    }
}
