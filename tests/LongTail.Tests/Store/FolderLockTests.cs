using System.Diagnostics;
using LongTail.Foundation;
using LongTail.Store;

namespace LongTail.Tests.Store;

public sealed class FolderLockTests
{
    [Fact]
    public void The_second_is_refused_with_the_name_of_the_first_until_it_is_released()
    {
        using TempFolder temp = new();
        FolderOwner owner = new(Environment.ProcessId, Environment.MachineName, new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "longtail train \u001b[31m");
        using (FolderLock first = FolderLock.Take(temp["out"], owner))
        {
            Assert.True(first.IsEnforced);
            string message = Assert.Throws<FolderInUseException>(() => FolderLock.Take(temp["out"], owner)).Message;
            Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName} since 2026-01-02 03:04:05 +00:00 ('longtail train \\u001b[31m')", message, StringComparison.Ordinal);
        }
        using FolderLock again = FolderLock.Take(temp["out"], owner);
        Assert.True(again.IsEnforced);
    }

    [Fact]
    public void Releasing_twice_does_not_take_the_lock_from_the_next()
    {
        using TempFolder temp = new();
        FolderLock first = FolderLock.Take(temp.Path, Me);
        first.Dispose();
        using FolderLock second = FolderLock.Take(temp.Path, Me);
        first.Dispose();
        Assert.Contains($"process {Environment.ProcessId}", Assert.Throws<FolderInUseException>(() => FolderLock.Take(temp.Path, Me)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_threads_exactly_one_wins()
    {
        using TempFolder temp = new();
        int won = 0, lost = 0;
        using Barrier barrier = new(20);
        Thread[] threads = [.. Enumerable.Range(0, 20).Select(_ => new Thread(() =>
        {
            barrier.SignalAndWait();
            try
            {
                using FolderLock taken = FolderLock.Take(temp["out"], Me);
                Interlocked.Increment(ref won);
                barrier.SignalAndWait();
            }
            catch (FolderInUseException)
            {
                Interlocked.Increment(ref lost);
                barrier.SignalAndWait();
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal((1, 19), (won, lost));
    }

    [Fact]
    public void Of_processes_started_together_exactly_one_wins_and_a_killed_one_lets_go() => RaceAndKill(processes: 4, rounds: 1);

    [Fact, Trait("Category", "Slow")]
    public void Of_twenty_processes_exactly_one_wins_every_time() => RaceAndKill(processes: 20, rounds: 20);

    [Fact]
    public void A_place_that_cannot_be_written_is_a_storage_fault()
    {
        using TempFolder temp = new();
        File.WriteAllText(temp["file"], "");
        Assert.Throws<StorageException>(() => FolderLock.Take(temp["file"], Me));
        Assert.Throws<StorageException>(() => FolderLock.Take(temp["file/below"], Me));
        if (OperatingSystem.IsLinux()) Assert.Throws<StorageException>(() => FolderLock.Take("/proc/out", Me));
    }

    [Fact]
    public void A_folder_without_write_permission_is_a_storage_fault()
    {
        if (OperatingSystem.IsWindows()) return;
        if (Environment.IsPrivilegedProcess) Assert.Skip("needs a user whom permissions bind");
        using TempFolder temp = new();
        File.SetUnixFileMode(temp.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Contains("no permission", Assert.Throws<StorageException>(() => FolderLock.Take(temp.Path, Me)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(temp.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    static FolderOwner Me => FolderOwner.Current(TimeProvider.System, "test");

    static void RaceAndKill(int processes, int rounds)
    {
        using TempFolder temp = new();
        for (int round = 0; round < rounds; round++)
        {
            List<Process> children = [.. Enumerable.Range(0, processes).Select(_ => ChildProcess.Start("lock", temp["out"]))];
            foreach (Process child in children) Assert.Equal("ready", child.StandardOutput.ReadLine());
            foreach (Process child in children) child.StandardInput.WriteLine("go");
            string[] answers = [.. children.Select(child => child.StandardOutput.ReadLine()!)];
            Process winner = children[Array.IndexOf(answers, "won")];
            Assert.Single(answers, "won");
            Assert.All(answers.Where(answer => answer != "won"), answer => Assert.Contains($"process {winner.Id} on ", answer, StringComparison.Ordinal));

            Assert.Throws<FolderInUseException>(() => FolderLock.Take(temp["out"], Me));
            winner.Kill();
            winner.WaitForExit();
            FolderLock.Take(temp["out"], Me).Dispose();
            foreach (Process child in children)
            {
                if (child != winner) child.StandardInput.Close();
                child.WaitForExit();
                child.Dispose();
            }
        }
    }

    /// <summary>What the child does.</summary>
    internal static void LockUntilTold(string folder)
    {
        Tell("ready");
        Console.In.ReadLine();
        try
        {
            using FolderLock taken = FolderLock.Take(folder, FolderOwner.Current(TimeProvider.System, "child"));
            Tell("won");
            Console.In.ReadLine();
        }
        catch (FolderInUseException refused)
        {
            Tell(refused.Message);
        }

        static void Tell(string line)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
