using LongTail.Foundation;
using LongTail.Results;
using LongTail.Store;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Store;

public sealed class SealedFolderTests
{
    [Fact]
    public void What_was_written_is_read_back()
    {
        using TempFolder temp = new();
        Assert.True(SealedFolder.Write(temp["run"], Fill));
        SealedFolder folder = SealedFolder.Open(temp["run"]);
        Assert.Equal(["a.txt", "b.bin"], folder.Files.Select(file => file.Name));
        using StreamReader reader = new(folder.OpenRead("a.txt"));
        Assert.Equal("hello", reader.ReadToEnd());
        Assert.Equal(["run"], Names(temp.Path));
    }

    [Fact]
    public void Equal_contents_give_equal_folders()
    {
        using TempFolder temp = new();
        SealedFolder.Write(temp["one"], Fill);
        SealedFolder.Write(temp["two"], writer => { writer.Write("b.bin", s => s.Write([1, 2, 3])); writer.WriteText("a.txt", "hello"); });
        Assert.Equal(File.ReadAllBytes(temp["one/manifest.json"]), File.ReadAllBytes(temp["two/manifest.json"]));
    }

    [Fact]
    public void A_file_that_fails_while_it_is_read_is_named()
    {
        using TempFolder temp = new();
        SealedFolder.Write(temp["run"], Fill);
        SealedFolder folder = SealedFolder.Open(temp["run"]);
        foreach (Exception fault in new Exception[] { new IOException("Input/output error"), new UnauthorizedAccessException("no") })
            Assert.StartsWith($"{temp["run/a.txt"]}: found that it cannot be read ({fault.Message})", Assert.Throws<ModelFileException>(() => folder.Read<string>("a.txt", (_, _) => throw fault)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_taken_name_is_never_replaced()
    {
        using TempFolder temp = new();
        SealedFolder.Write(temp["run"], Fill);
        Assert.False(SealedFolder.Write(temp["run"], _ => throw new InvalidOperationException("must not be called"), IfSealed.Keep));
        Assert.Throws<StorageException>(() => SealedFolder.Write(temp["run"], Fill));
        Assert.Equal(["run"], Names(temp.Path));
    }

    [Fact]
    public void When_two_write_the_same_folder_one_wins_and_the_other_keeps_it()
    {
        using TempFolder temp = new();
        bool late = SealedFolder.Write(temp["run"], writer =>
        {
            writer.WriteText("who.txt", "late");
            Assert.True(SealedFolder.Write(temp["run"], inner => inner.WriteText("who.txt", "early")));
        }, IfSealed.Keep);
        Assert.False(late);
        using StreamReader reader = new(SealedFolder.Open(temp["run"]).OpenRead("who.txt"));
        Assert.Equal("early", reader.ReadToEnd());
        Assert.Equal(["run"], Names(temp.Path));
    }

    [Fact]
    public void A_failing_caller_leaves_nothing_and_keeps_its_own_exception()
    {
        using TempFolder temp = new();
        Assert.Throws<OperationCanceledException>(() => SealedFolder.Write(temp["run"], writer =>
        {
            Fill(writer);
            throw new OperationCanceledException();
        }));
        Assert.Empty(Names(temp.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData(".hidden")]
    [InlineData("manifest.json")]
    [InlineData("Manifest.JSON")]
    [InlineData("a.TXT")]
    [InlineData("größe")]
    public void Names_are_plain_and_new(string name)
    {
        using TempFolder temp = new();
        Assert.Throws<ArgumentException>(() => SealedFolder.Write(temp["run"], writer => { writer.WriteText("a.txt", ""); writer.WriteText(name, ""); }));
        Assert.Empty(Names(temp.Path));
    }

    [Fact]
    public void Every_changed_byte_is_found()
    {
        using TempFolder temp = new();
        SealedFolder.Write(temp["run"], Fill);
        foreach (string name in Names(temp["run"]))
        {
            byte[] intact = File.ReadAllBytes(temp[$"run/{name}"]);
            for (int at = 0; at < intact.Length; at++)
            {
                byte[] damaged = [.. intact];
                damaged[at] ^= (byte)(1 << (at % 8));
                AssertRefused(damaged);
            }
            for (int length = 0; length < intact.Length; length++) AssertRefused(intact[..length]);
            AssertRefused([.. intact, (byte)'\n']);
            File.WriteAllBytes(temp[$"run/{name}"], intact);

            void AssertRefused(byte[] bytes)
            {
                File.WriteAllBytes(temp[$"run/{name}"], bytes);
                var refused = Assert.Throws<ModelFileException>(() => SealedFolder.Open(temp["run"]));
                Assert.Contains(name, refused.Message, StringComparison.Ordinal);
                Assert.DoesNotContain("newer", refused.Message, StringComparison.Ordinal);
            }
        }
        SealedFolder.Open(temp["run"]);
    }

    [Fact]
    public void A_missing_file_is_named_and_a_foreign_one_is_no_part()
    {
        using TempFolder temp = new();
        SealedFolder.Write(temp["run"], Fill);
        File.WriteAllText(temp["run/notes.txt"], "mine");
        SealedFolder folder = SealedFolder.Open(temp["run"]);
        Assert.False(folder.Contains("notes.txt"));
        Assert.Throws<ModelFileException>(() => folder.OpenRead("notes.txt"));
        File.Delete(temp["run/b.bin"]);
        Assert.Contains("b.bin", Assert.Throws<ModelFileException>(() => SealedFolder.Open(temp["run"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_hash_is_told_with_the_right_one()
    {
        using TempFolder temp = new();
        SealedFolder.Write(temp["run"], Fill);
        File.WriteAllText(temp["run/a.txt"], "hellO");
        string message = Assert.Throws<ModelFileException>(() => SealedFolder.Open(temp["run"])).Message;
        Assert.Contains("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", message, StringComparison.Ordinal);   // sha256sum of "hello"
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("hellO"u8)), message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_format_is_told_apart_from_damage()
    {
        using TempFolder temp = new();
        SealedFolder.Write(temp["run"], Fill);
        string body = """
            {
              "format": "longtail-folder",
              "version": 2,
              "something": "new"
            """;
        string checksum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(body)));
        File.WriteAllText(temp["run/manifest.json"], $"{body},\n  \"checksum\": \"{checksum}\"\n}}\n");
        Assert.Contains("newer version", Assert.Throws<ModelFileException>(() => SealedFolder.Open(temp["run"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_parents_are_made()
    {
        using TempFolder temp = new();
        SealedFolder.Write(temp["a/b/run"], Fill);
        Assert.Equal(SealedFolder.Open(temp["a/b/run"]).Files.Select(file => file.Name).Order(), Directory.GetFiles(temp["a/b/run"]).Select(path => Path.GetFileName(path)).Where(name => name != "manifest.json").Order());
    }

    [Fact]
    public void An_unwritable_place_is_a_storage_fault()
    {
        using TempFolder temp = new();
        File.WriteAllText(temp["file"], "");
        Assert.Throws<StorageException>(() => SealedFolder.Write(temp["file/run"], Fill));
        if (OperatingSystem.IsLinux()) Assert.Throws<StorageException>(() => SealedFolder.Write("/proc/run", Fill));
    }

    [Fact]
    public void A_full_disk_is_told_with_the_free_bytes_and_nothing_stays()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/dev/full")) Assert.Skip("needs /dev/full");
        using TempFolder temp = new();
        var full = Assert.Throws<StorageException>(() => SealedFolder.Write(new FullDisk(), temp["run"], Fill));
        Assert.Contains("bytes free, expected room for 5 bytes or more", full.Message, StringComparison.Ordinal);
        Assert.Empty(Names(temp.Path));
    }

    [Fact]
    public void Records_and_weights_travel_in_one_folder()
    {
        using TempFolder temp = new();
        using DisposeScope scope = NewDisposeScope();
        EpochRecord[] history = [new(0, 0.1, 2.5, [], 10, 1, null), new(1, 0.1, double.NaN, [], 10, 1, null)];
        SealedFolder.Write(temp["run"], writer =>
        {
            writer.Write("history.jsonl", stream => StoredJson.WriteLines(stream, history));
            writer.Write("last.safetensors", stream => SafetensorsWriter.Write(stream, new Dictionary<string, Tensor> { ["x"] = ones(3) }));
        });
        SealedFolder folder = SealedFolder.Open(temp["run"]);
        Assert.Equal([2.5, double.NaN], folder.Read("history.jsonl", StoredJson.ReadLines<EpochRecord>).Select(epoch => epoch.Loss));
        using NamedTensors weights = folder.Read("last.safetensors", (stream, source) => SafetensorsReader.Read(stream, source));
        Assert.Equal(3, weights.Tensors["x"].sum().item<float>());
    }

    [Fact]
    public void Room_that_is_not_there_is_told_before_the_job_begins()
    {
        using TempFolder temp = new();
        FreeSpace.Require(temp["not/yet"], 1);
        Assert.Contains("bytes free, expected room for 9223372036854775807", Assert.Throws<StorageException>(() => FreeSpace.Require(temp["not/yet"], long.MaxValue)).Message, StringComparison.Ordinal);
    }

    static void Fill(FolderWriter writer)
    {
        writer.WriteText("a.txt", "hello");
        writer.Write("b.bin", stream => stream.Write([1, 2, 3]));
    }

    static IEnumerable<string> Names(string folder) => Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
