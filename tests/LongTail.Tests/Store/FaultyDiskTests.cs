using LongTail.Foundation;
using LongTail.Store;

namespace LongTail.Tests.Store;

/// <summary>Every operation of writing fails in turn. The user is told, and what was there before is unharmed.</summary>
public sealed class FaultyDiskTests
{
    const int NoSpace = 28;

    public static TheoryData<string, bool> Faults => new()
    {
        { "full", false }, { "full", true }, { "error", false }, { "error", true }, { "denied", false }, { "denied", true }, { "read-only", true },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_folder_that_cannot_be_written_is_absent_or_whole(string fault, bool forGood)
    {
        for (int step = 0; ; step++)
        {
            using TempFolder temp = TempFolder.InMemory();
            FaultyDisk disk = new(step, Fault(fault), forGood);
            bool refused = Refuses(() => SealedFolder.Write(disk, temp["results/run"], writer => Fill(writer, 1)), fault);
            if (!disk.Failed) break;
            Assert.True(refused, $"step {step}");
            if (Directory.Exists(temp["results/run"])) AssertHolds(SealedFolder.Open(temp["results/run"]), 1);
            if (!forGood && Directory.Exists(temp["results"])) Assert.DoesNotContain(Directory.GetFileSystemEntries(temp["results"]), IsTemporary);
            SealedFolder.RemoveLeftovers(temp["results"]);
            SealedFolder.Write(new JournalDisk(), temp["results/run"], writer => Fill(writer, 1), IfSealed.Keep);
            AssertHolds(SealedFolder.Open(temp["results/run"]), 1);
            Assert.Equal(["run"], Directory.GetFileSystemEntries(temp["results"]).Select(Path.GetFileName));
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_checkpoint_that_cannot_be_written_leaves_the_older_ones(string fault, bool forGood)
    {
        for (int step = 0; ; step++)
        {
            using TempFolder temp = TempFolder.InMemory();
            for (int save = 1; save <= 3; save++) Save(new JournalDisk(), temp["progress"], save);
            FaultyDisk disk = new(step, Fault(fault), forGood);
            bool refused = Refuses(() => Save(disk, temp["progress"], 4), fault);
            if (!disk.Failed) break;
            SealedFolder newest = new ProgressCheckpoints(temp["progress"]).OpenNewest(out string? warning)!;
            Assert.Null(warning);
            int found = newest.Path.EndsWith('4') ? 4 : 3;
            AssertHolds(newest, found);
            if (!refused) Assert.Equal(4, found);
            Save(new JournalDisk(), temp["progress"], 5);
            AssertHolds(new ProgressCheckpoints(temp["progress"]).OpenNewest(out _)!, 5);
            Assert.Equal(2, Directory.GetFileSystemEntries(temp["progress"]).Length);
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_file_that_cannot_be_replaced_keeps_its_contents(string fault, bool forGood)
    {
        for (int step = 0; ; step++)
        {
            using TempFolder temp = TempFolder.InMemory();
            File.WriteAllText(temp["file"], "old");
            FaultyDisk disk = new(step, Fault(fault), forGood);
            bool refused = Refuses(() => AtomicFile.Write(disk, temp["file"], stream => stream.Write("new"u8)), fault);
            if (!disk.Failed) break;
            Assert.True(refused, $"step {step}");
            Assert.Matches("^(old|new)$", File.ReadAllText(temp["file"]));
            SealedFolder.RemoveLeftovers(temp.Path);
            Assert.Equal(["file"], Directory.GetFileSystemEntries(temp.Path).Select(Path.GetFileName));
        }
    }

    [Fact]
    public void Leftovers_that_are_still_being_written_stay()
    {
        using TempFolder temp = TempFolder.InMemory();
        SealedFolder.Write(temp["run"], writer =>
        {
            writer.WriteText("state.txt", "1");
            SealedFolder.RemoveLeftovers(temp.Path);
            writer.WriteText("more.txt", "2");
        });
        Assert.Equal(2, SealedFolder.Open(temp["run"]).Files.Length);
    }

    [Fact]
    public void Only_our_own_leftovers_are_removed()
    {
        using TempFolder temp = TempFolder.InMemory();
        string[] foreign = [".cache.tmp", "run.12-0.tmp", ".run.12.tmp", ".run.x-0.tmp", ".git", "notes.tmp"];
        foreach (string name in foreign) Directory.CreateDirectory(temp[name]);
        Directory.CreateDirectory(temp[".run.12-0.tmp"]);
        File.WriteAllText(temp[".run.12-0.tmp/manifest.json"], "");
        File.WriteAllText(temp[".file.99-3.tmp"], "");
        if (!OperatingSystem.IsWindows()) Directory.CreateSymbolicLink(temp[".link.12-1.tmp"], temp["notes.tmp"]);
        SealedFolder.RemoveLeftovers(temp.Path);
        Assert.Equal(
            [.. foreign.Concat(OperatingSystem.IsWindows() ? [] : [".link.12-1.tmp"]).Order(StringComparer.Ordinal)],
            Directory.GetFileSystemEntries(temp.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    static bool Refuses(Action write, string fault)
    {
        try
        {
            write();
            return false;
        }
        catch (StorageException refused)
        {
            string expected = fault switch
            {
                "full" => "expected room for",
                "denied" => "no permission",
                "read-only" => "read-only file system",
                _ => "cannot be written",
            };
            Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
            return true;
        }
    }

    static Exception Fault(string fault) => fault switch
    {
        "full" => new IOException("No space left on device", NoSpace),
        "denied" => new UnauthorizedAccessException("denied"),
        "read-only" => new IOException("Read-only file system", 30),
        _ => new IOException("Input/output error", 5),
    };

    static void Save(IDisk disk, string folder, int number) => new ProgressCheckpoints(disk, folder).Save(number, writer => Fill(writer, number));

    static void Fill(FolderWriter writer, int number)
    {
        writer.WriteText("state.txt", $"{number}");
        writer.Write("weights.bin", stream => stream.Write(new byte[100]));
    }

    static void AssertHolds(SealedFolder folder, int number)
    {
        using StreamReader reader = new(folder.OpenRead("state.txt"));
        Assert.Equal($"{number}", reader.ReadToEnd());
    }

    static bool IsTemporary(string path) => path.EndsWith(".tmp", StringComparison.Ordinal);
}
