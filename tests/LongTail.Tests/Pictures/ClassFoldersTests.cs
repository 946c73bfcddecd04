using LongTail.Foundation;
using LongTail.Pictures;
using LongTail.Tests.Data;

namespace LongTail.Tests.Pictures;

public sealed class ClassFoldersTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_folders_at_the_top_are_the_classes_and_pictures_lie_at_any_depth()
    {
        Put("dog/a.jpg", "cat/x/y/b.PNG", "cat/a.webp", "dog/old/c.gif");
        PictureListing listing = ClassFolders.Read(_folder.Path);
        Assert.Equal(["cat", "dog"], listing.ClassNames!.Value);
        Assert.Equal([("cat/a.webp", 0), ("cat/x/y/b.PNG", 0), ("dog/a.jpg", 1), ("dog/old/c.gif", 1)], listing.Train.Paths.Zip(listing.Train.Labels));
        Assert.Null(listing.Test);
        Assert.Empty(listing.LeftOut);
    }

    [Theory, InlineData("test"), InlineData("val"), InlineData("validation"), InlineData("valid")]
    public void Folders_named_train_and_test_divide_the_pictures(string test)
    {
        Put("train/dog/a.jpg", "train/cat/b.jpg", $"{test}/dog/c.jpg", $"{test}/cat/deep/d.jpg", "more/e.jpg");
        PictureListing listing = ClassFolders.Read(_folder.Path);
        Assert.Equal(["train/cat/b.jpg", "train/dog/a.jpg"], listing.Train.Paths);
        Assert.Equal([($"{test}/cat/deep/d.jpg", 0), ($"{test}/dog/c.jpg", 1)], listing.Test!.Paths.Zip(listing.Test.Labels));
        Assert.Equal(("more/e.jpg", "outside"), listing.LeftOut.Select(file => (file.Path, file.Kind)).Single());
    }

    [Fact]
    public void Everything_else_is_counted_with_the_reason()
    {
        Put("dog/a.jpg", "cat/a.jpg", "cat/notes.txt", "cat/.DS_Store", "__MACOSX/cat/a.jpg", ".git/x.jpg", "loose.jpg", "dog/no-ending");
        PictureListing listing = ClassFolders.Read(_folder.Path);
        Assert.Equal(2, listing.Train.Count);
        Assert.Equal(
            [(".git/x.jpg", "hidden"), ("__MACOSX/cat/a.jpg", "hidden"), ("cat/.DS_Store", "hidden"), ("cat/notes.txt", "no picture"), ("dog/no-ending", "no picture"), ("loose.jpg", "no class")],
            listing.LeftOut.Select(file => (file.Path, file.Kind)));
    }

    // As in Debian's openclipart-png, where office/handshake_01.png is people/handshake_01.png too; and links that go round in a circle.
    [Fact]
    public void Links_are_not_followed_and_every_one_is_told()
    {
        if (OperatingSystem.IsWindows()) return;
        Put("dog/a.jpg", "cat/a.jpg");
        File.CreateSymbolicLink(_folder.At("cat/b.jpg"), "../dog/a.jpg");
        Directory.CreateSymbolicLink(_folder.At("cat/round"), "..");
        Directory.CreateSymbolicLink(_folder.At("bird"), "/");
        File.CreateSymbolicLink(_folder.At("cat/nowhere.jpg"), "gone.jpg");
        PictureListing listing = ClassFolders.Read(_folder.Path);
        Assert.Equal(["cat", "dog"], listing.ClassNames!.Value);
        Assert.Equal(2, listing.Train.Count);
        Assert.Equal(["bird", "cat/b.jpg", "cat/nowhere.jpg", "cat/round"], listing.LeftOut.Select(file => file.Path));
        Assert.All(listing.LeftOut, file => Assert.Equal("link", file.Kind));
        Assert.Contains("a link to ../dog/a.jpg", listing.LeftOut[1].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Dog/a.jpg", "dog/b.jpg")]
    [InlineData("caf\u00e9/a.jpg", "cafe\u0301/b.jpg")]
    [InlineData("cat /a.jpg", "cat/b.jpg")]
    public void Names_that_a_reader_takes_for_the_same_are_refused(string one, string other)
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()) return;
        Put(one, other);
        Assert.Contains("expected names that a reader can tell apart", Assert.Throws<DataException>(() => ClassFolders.Read(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_moves_the_cursor_is_refused_and_one_with_markup_is_a_name()
    {
        if (OperatingSystem.IsWindows()) return;
        Put("<script>alert(1)</script>".Replace("/", "_", StringComparison.Ordinal) + "/a.jpg", "=cmd()/b.jpg");
        Assert.Equal(["<script>alert(1)<_script>", "=cmd()"], ClassFolders.Read(_folder.Path).ClassNames!.Value);
        Put("a\u001b[2Jb/c.jpg");
        Assert.Contains("does not print", Assert.Throws<DataException>(() => ClassFolders.Read(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_pictures_is_refused()
    {
        Put("readme.txt");
        string message = Assert.Throws<DataException>(() => ClassFolders.Read(_folder.Path)).Message;
        Assert.Contains($"Found no pictures in {_folder.Path} (1 other file(s))", message, StringComparison.Ordinal);
        Assert.Contains("Found no folder", Assert.Throws<DataException>(() => ClassFolders.Read(_folder.At("none"))).Message, StringComparison.Ordinal);
    }

    void Put(params string[] files)
    {
        foreach (string file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(file))!);
            File.WriteAllText(_folder.At(file), "");
        }
    }
}
