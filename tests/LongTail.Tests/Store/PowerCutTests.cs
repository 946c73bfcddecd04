using LongTail.Foundation;
using LongTail.Store;

namespace LongTail.Tests.Store;

/// <summary>Cuts the power after every single step of writing. What is left is the old state or the complete new one.</summary>
public sealed class PowerCutTests
{
    [Fact]
    public void A_sealed_folder_is_whole_or_absent_after_a_cut_at_any_step()
    {
        using TempFolder temp = TempFolder.InMemory();
        JournalDisk disk = new();
        SealedFolder.Write(disk, temp["results/run"], writer => Fill(writer, 1));
        int written = disk.Steps.Count;
        Assert.InRange(written, 12, 30);

        ForEachCut(temp.Path, disk.Steps, (left, steps) =>
        {
            string run = Path.Combine(left, "results", "run");
            if (steps == written || Directory.Exists(run)) AssertHolds(SealedFolder.Open(run), 1);
            AssertCleansUp(left, Path.Combine(left, "results"));
            SealedFolder.Write(new JournalDisk(), run, writer => Fill(writer, 1), IfSealed.Keep);
            AssertHolds(SealedFolder.Open(run), 1);
        });
    }

    [Fact]
    public void Progress_never_falls_back_behind_the_last_completed_save()
    {
        using TempFolder temp = TempFolder.InMemory();
        JournalDisk disk = new();
        ProgressCheckpoints progress = new(disk, temp["progress"]);
        List<int> completed = [];
        for (int save = 1; save <= 4; save++)
        {
            progress.Save(save, writer => Fill(writer, save));
            completed.Add(disk.Steps.Count);
        }

        ForEachCut(temp.Path, disk.Steps, (left, steps) =>
        {
            int saved = completed.Count(end => end <= steps);
            ProgressCheckpoints resumed = new(new JournalDisk(), Path.Combine(left, "progress"));
            SealedFolder? newest = resumed.OpenNewest(out string? warning);
            Assert.Null(warning);
            if (saved > 0) Assert.NotNull(newest);
            int found = newest is null ? 0 : Read(newest);
            Assert.InRange(found, saved, saved + 1);
            if (newest is not null) AssertHolds(newest, found);

            resumed.Save(found + 1, writer => Fill(writer, found + 1));
            AssertHolds(resumed.OpenNewest(out _)!, found + 1);
            Assert.DoesNotContain(Directory.GetFileSystemEntries(Path.Combine(left, "progress")), path => path.EndsWith(".tmp", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Clearing_leaves_all_or_nothing_that_is_seen()
    {
        using TempFolder temp = TempFolder.InMemory();
        JournalDisk disk = new();
        ProgressCheckpoints progress = new(disk, temp["progress"]);
        progress.Save(1, writer => Fill(writer, 1));
        progress.Save(2, writer => Fill(writer, 2));
        int saved = disk.Steps.Count;
        progress.Clear();

        ForEachCut(temp.Path, disk.Steps, (left, steps) =>
        {
            if (steps < saved) return;
            SealedFolder? newest = new ProgressCheckpoints(Path.Combine(left, "progress")).OpenNewest(out string? warning);
            Assert.Null(warning);
            if (newest is not null) AssertHolds(newest, 2);
            AssertCleansUp(left, left);
        });
    }

    [Fact]
    public void A_single_file_holds_the_old_or_the_new_contents()
    {
        using TempFolder temp = TempFolder.InMemory();
        JournalDisk disk = new();
        AtomicFile.Write(disk, temp["file"], stream => stream.Write("old contents"u8));
        int first = disk.Steps.Count;
        AtomicFile.Write(disk, temp["file"], stream => stream.Write("new contents, longer"u8));

        ForEachCut(temp.Path, disk.Steps, (left, steps) =>
        {
            string path = Path.Combine(left, "file");
            string? text = File.Exists(path) ? File.ReadAllText(path) : null;
            string?[] allowed = steps == disk.Steps.Count ? ["new contents, longer"] : steps >= first ? ["old contents", "new contents, longer"] : [null, "old contents"];
            Assert.Contains(text, allowed);
        });
    }

    [Theory]
    [InlineData(typeof(DiskStep.Flush))]
    [InlineData(typeof(DiskStep.FlushFolder))]
    public void The_model_would_notice_a_missing_flush(Type forgotten)
    {
        using TempFolder temp = TempFolder.InMemory();
        JournalDisk disk = new();
        SealedFolder.Write(disk, temp["run"], writer => Fill(writer, 1));
        DiskStep[] careless = [.. disk.Steps.Where(step => step.GetType() != forgotten)];
        bool noticed = false;
        ForEachCut(temp.Path, careless, (left, steps) =>
        {
            try
            {
                if (steps == careless.Length || Directory.Exists(Path.Combine(left, "run"))) SealedFolder.Open(Path.Combine(left, "run"));
            }
            catch (ModelFileException)
            {
                noticed = true;
            }
        });
        Assert.True(noticed);
    }

    static void ForEachCut(string root, IReadOnlyList<DiskStep> steps, Action<string, int> check)
    {
        using TempFolder cuts = TempFolder.InMemory();
        int number = 0;
        for (int done = 0; done <= steps.Count; done++)
            foreach (Surviving surviving in Enum.GetValues<Surviving>())
                for (int seed = 0; seed < (surviving == Surviving.Some ? 4 : 1); seed++)
                {
                    string left = cuts[$"{number++}"];
                    PowerCut.Leave(left, root, steps.Take(done), surviving, seed);
                    try
                    {
                        check(left, done);
                    }
                    catch (Exception e)
                    {
                        throw new InvalidOperationException($"After step {done} ({(done == 0 ? "none" : steps[done - 1])}), surviving {surviving}, seed {seed}: {e.Message}", e);
                    }
                }
    }

    static void AssertCleansUp(string left, string parent)
    {
        SealedFolder.RemoveLeftovers(parent);
        if (Directory.Exists(left)) Assert.DoesNotContain(Directory.GetFileSystemEntries(left, "*", SearchOption.AllDirectories), path => path.EndsWith(".tmp", StringComparison.Ordinal));
    }

    static void Fill(FolderWriter writer, int number)
    {
        writer.WriteText("state.txt", $"{number}");
        writer.Write("weights.bin", stream =>
        {
            stream.Write(new byte[100]);
            stream.Write([1, 2, (byte)number]);
        });
    }

    static int Read(SealedFolder folder)
    {
        using StreamReader reader = new(folder.OpenRead("state.txt"));
        return int.Parse(reader.ReadToEnd(), null);
    }

    static void AssertHolds(SealedFolder folder, int number)
    {
        Assert.Equal(number, Read(folder));
        Assert.Equal(103, folder.Files.Single(file => file.Name == "weights.bin").Length);
    }
}
