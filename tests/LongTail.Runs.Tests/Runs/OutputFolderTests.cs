using System.Collections.Concurrent;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Runs;
using LongTail.Store;

namespace LongTail.Tests.Runs;

public sealed class OutputFolderTests : IDisposable
{
    readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void A_folder_that_another_run_uses_is_refused_with_its_holder_and_nothing_is_trained()
    {
        using FolderLock held = FolderLock.Take(_workshop.Output, FolderOwner.Current(TimeProvider.System, "another run"));
        Assert.Contains("another run", Assert.Throws<FolderInUseException>(() => _workshop.Run(new CrossEntropy())).Message, StringComparison.Ordinal);
        Assert.Equal(0, _workshop.Watch.Steps);
    }

    [Fact]
    public void What_would_stop_a_run_at_its_start_is_found_before_its_data_is_read()
    {
        string[] before = Directory.GetFileSystemEntries(_workshop.Folder);
        OutputCheck.Require(_workshop.Environment);
        Assert.Equal(before, Directory.GetFileSystemEntries(_workshop.Folder));
        File.WriteAllText(Path.Combine(_workshop.Folder, "file"), "");
        Assert.Throws<StorageException>(() => OutputCheck.Require(_workshop.Environment with { OutputFolder = Path.Combine(_workshop.Folder, "file", "out") }));
        using (FolderLock held = FolderLock.Take(_workshop.Output, FolderOwner.Current(TimeProvider.System, "another run")))
            Assert.Contains("another run", Assert.Throws<FolderInUseException>(() => OutputCheck.Require(_workshop.Environment)).Message, StringComparison.Ordinal);
        OutputCheck.Require(_workshop.Environment);
        FolderLock.Take(_workshop.Output, FolderOwner.Current(TimeProvider.System, "free again")).Dispose();
    }

    [Fact]
    public void Many_may_see_at_once_whether_a_folder_can_be_made()
    {
        string[] before = Directory.GetFileSystemEntries(_workshop.Folder);
        ConcurrentBag<Exception?> faults = [];
        Thread[] threads = [.. Enumerable.Range(0, 16).Select(_ => new Thread(() =>
        {
            for (int time = 0; time < 1000; time++) faults.Add(Record.Exception(() => OutputCheck.RequireWritable(Path.Combine(_workshop.Folder, "not", "there"))));
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(16_000, faults.Count);
        Assert.DoesNotContain(faults, fault => fault is not null);
        Assert.Equal(before, Directory.GetFileSystemEntries(_workshop.Folder));
    }

    [Fact]
    public void A_folder_in_use_is_said_to_be_used_by_what_was_started()
    {
        foreach (string? command in (string?[])[null, "longtail compare"])
        {
            if (command is not null) _workshop.Environment = _workshop.Environment with { Command = command };
            string? told = null;
            _workshop.Watch.AfterStep = _ => told ??= Assert.Throws<FolderInUseException>(() => FolderLock.Take(_workshop.Output, FolderOwner.Current(TimeProvider.System, "second"))).Message;
            _workshop.Run(new CrossEntropy(), new BalancedSoftmax());
            Assert.Contains($"('{command ?? "a program that trains with LongTail"}')", told, StringComparison.Ordinal);
            Directory.Delete(_workshop.Output, recursive: true);
        }
    }

    [Fact]
    public void A_run_holds_its_folder_and_gives_it_back_however_it_ends()
    {
        _workshop.Watch.AfterStep = _ => throw new InvalidTimeZoneException();
        Assert.Throws<InvalidTimeZoneException>(() => _workshop.Run(new CrossEntropy()));
        bool refused = false;
        _workshop.Watch.AfterStep = progress =>
        {
            if (progress is not { Epoch: 0, Step: 0 }) return;
            Assert.Throws<FolderInUseException>(() => FolderLock.Take(_workshop.Output, FolderOwner.Current(TimeProvider.System, "second")));
            refused = true;
        };
        _workshop.Run(new CrossEntropy());
        Assert.True(refused);
    }

    [Fact]
    public void An_output_folder_below_a_file_is_a_storage_fault_before_any_step()
    {
        File.WriteAllText(Path.Combine(_workshop.Folder, "file"), "");
        _workshop.Environment = _workshop.Environment with { OutputFolder = Path.Combine(_workshop.Folder, "file", "out") };
        Assert.Contains("file", Assert.Throws<StorageException>(() => _workshop.Run(new CrossEntropy())).Message, StringComparison.Ordinal);
        Assert.Equal(0, _workshop.Watch.Steps);
    }

    [Fact]
    public void A_file_in_the_way_of_the_checkpoints_is_a_storage_fault()
    {
        Directory.CreateDirectory(_workshop.Output);
        File.WriteAllText(Path.Combine(_workshop.Output, "progress"), "");
        _workshop.Environment = _workshop.Environment with { CheckpointInterval = TimeSpan.Zero };
        Assert.Throws<StorageException>(() => _workshop.Run(new CrossEntropy()));
    }

    [Theory]
    [InlineData("stages"), InlineData("progress")]
    public void What_a_killed_run_left_half_written_or_half_deleted_is_cleared_away(string room)
    {
        string leftover = Path.Combine(_workshop.Output, room, ".kd-0123456789ab.4000000-0.tmp");
        Directory.CreateDirectory(leftover);
        File.WriteAllText(Path.Combine(leftover, "last.safetensors"), "half");
        _workshop.Run(new CrossEntropy());
        Assert.False(Path.Exists(leftover));
    }

    // Killed after the result was in place and before its checkpoints were deleted.
    [Fact]
    public void Checkpoints_of_a_finished_stage_are_cleared_away()
    {
        _workshop.RunUntilStep(3, new CrossEntropy());
        string progress = Path.Combine(_workshop.Output, "progress"), aside = Path.Combine(_workshop.Folder, "aside");
        CopyAll(progress, aside);
        _workshop.Run(new CrossEntropy());
        CopyAll(aside, progress);
        _workshop.Run(new CrossEntropy());
        Assert.Empty(Directory.EnumerateFileSystemEntries(progress));
    }

    [Fact]
    public void Checkpoints_of_other_stages_stay()
    {
        _workshop.RunUntilStep(3, new CrossEntropy());
        _workshop.Run(_workshop.Plan([Workshop.Recipe(new CrossEntropy()) with { Seed = 1 }]));
        _workshop.Run(new CrossEntropy());
        Assert.Equal((0, 3), (_workshop.Watch.Started[^1].Start.Epoch, _workshop.Watch.Started[^1].Start.Step));
    }

    static void CopyAll(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
