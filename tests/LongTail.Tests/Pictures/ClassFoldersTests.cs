using System.Diagnostics;
using System.Net.Sockets;
using LongTail.Foundation;
using LongTail.Imaging;
using LongTail.Pictures;

namespace LongTail.Tests.Pictures;

public sealed class ClassFoldersTests : IDisposable
{
    readonly TempFolder _folder = new();

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

    [Theory, InlineData("train", "test"), InlineData("train", "val"), InlineData("train", "validation"), InlineData("train", "valid"), InlineData("Train", "Test"), InlineData("training", "testing"), InlineData("TRAINING", "Valid")]
    public void Folders_named_train_and_test_divide_the_pictures(string train, string test)
    {
        Put($"{train}/dog/a.jpg", $"{train}/cat/b.jpg", $"{test}/dog/c.jpg", $"{test}/cat/deep/d.jpg", "more/e.jpg");
        PictureListing listing = ClassFolders.Read(_folder.Path);
        Assert.Equal(["cat", "dog"], listing.ClassNames!.Value);
        Assert.Equal([$"{train}/cat/b.jpg", $"{train}/dog/a.jpg"], listing.Train.Paths);
        Assert.Equal([($"{test}/cat/deep/d.jpg", 0), ($"{test}/dog/c.jpg", 1)], listing.Test!.Paths.Zip(listing.Test.Labels));
        Assert.Equal(("more/e.jpg", "outside"), listing.LeftOut.Select(file => (file.Path, file.Kind)).Single());
    }

    [Theory, InlineData("train/cat/a.jpg", "test/b.jpg"), InlineData("Train/a.jpg", "Val/b.jpg")]
    public void Train_and_test_are_no_classes_where_their_pictures_have_none(string train, string test)
    {
        Put(train, test);
        Assert.Contains("expected a folder per class in both", Assert.Throws<DataException>(() => ClassFolders.Read(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(""), InlineData("train/")]
    public void Class_folders_without_a_picture_are_told(string part)
    {
        Put($"{part}cat/a.jpg", $"{part}dog/b.jpg", $"{part}owl/notes.txt");
        if (part.Length > 0) Put("test/cat/c.jpg", "test/eel/d.jpg");
        Directory.CreateDirectory(_folder.At($"{part}bird/deep"));
        Directory.CreateDirectory(_folder.At($"{part}eel"));       // only in one of the two parts
        Directory.CreateDirectory(_folder.At($"{part}.git"));
        PictureListing listing = ClassFolders.Read(_folder.Path);
        Assert.Equal(part.Length > 0 ? ["cat", "dog", "eel"] : ["cat", "dog"], listing.ClassNames!.Value);
        Assert.Equal(part.Length > 0 ? [part + "bird", part + "owl"] : ["bird", "eel", "owl"], listing.LeftOut.Where(left => left.Kind == "empty class").Select(left => left.Path));
    }

    // Who opens a pipe waits for its writer.
    [Fact]
    public void Pipes_and_sockets_are_no_files()
    {
        if (OperatingSystem.IsWindows()) return;
        Put("dog/a.jpg", "cat/a.jpg");
        Shell("mkfifo dog/pipe.jpg");
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder.At("cat/s.jpg")));
        PictureListing listing = ClassFolders.Read(_folder.Path);
        Assert.Equal(["cat/a.jpg", "dog/a.jpg"], listing.Train.Paths);
        Assert.Equal([("cat/s.jpg", "no file", "a socket, and no file with a picture."), ("dog/pipe.jpg", "no file", "a named pipe, and no file with a picture.")], listing.LeftOut.Select(left => (left.Path, left.Kind, left.Reason)));

        File.CreateSymbolicLink(_folder.At("link.jpg"), "dog/pipe.jpg");
        File.CreateSymbolicLink(_folder.At("null.jpg"), "/dev/null");
        foreach ((string file, string kind) in new[] { ("dog/pipe.jpg", "a named pipe"), ("link.jpg", "a named pipe"), ("null.jpg", "a device") })
            Assert.Contains($"{file}, which is {kind}, expected a regular file", Assert.Throws<DataException>(() => PictureFile.Open(_folder.At(file))).Message, StringComparison.Ordinal);
    }

    // As a walk over the whole file system meets it: readlink fails for another's program, and for a kernel thread's.
    [Fact]
    public void A_link_whose_target_the_system_does_not_tell_is_no_file()
    {
        string? link = !OperatingSystem.IsLinux() ? null : Directory.GetDirectories("/proc").Where(folder => char.IsDigit(Path.GetFileName(folder)[0])).Select(folder => folder + "/exe")
            .FirstOrDefault(path => new FileInfo(path) is { LinkTarget: null } file && file.Attributes != (FileAttributes)(-1) && file.Attributes.HasFlag(FileAttributes.ReparsePoint));
        Assert.SkipWhen(link is null, "No such link here.");
        Assert.Equal("a link whose target the system does not tell", SpecialFile.KindOf(link));
    }

    [Fact]
    public void A_name_that_is_not_UTF8_is_told_to_be_that()
    {
        if (!OperatingSystem.IsLinux()) return;
        Put("dog/a.jpg", "cat/a.jpg");
        Shell("touch \"dog/$(printf 'caf\\351').jpg\"");
        PictureListing listing = ClassFolders.Read(_folder.Path);
        LeftOut left = Assert.Single(PictureInspection.Look(_folder.Path, listing.Train.Paths, Picture.UsualMostPixels, new()).Faults, fault => fault.Kind != "Empty");
        Assert.Equal("not UTF-8", left.Kind);
        Assert.Contains("whose name is not written in UTF-8", left.Reason, StringComparison.Ordinal);
        Shell("mkdir \"$(printf 'caf\\351')\"; touch \"$(printf 'caf\\351')/a.jpg\"");
        Assert.Contains("whose name is not written in UTF-8", Assert.Throws<DataException>(() => ClassFolders.Read(_folder.Path)).Message, StringComparison.Ordinal);
        Shell("rm -r dog caf*");    // .NET cannot name them
    }

    [Fact]
    public void Everything_else_is_counted_with_the_reason()
    {
        Put("dog/a.jpg", "cat/a.jpg", "cat/notes.txt", "cat/.DS_Store", "__MACOSX/cat/a.jpg", ".git/x.jpg", "$RECYCLE.BIN/s/a.jpg", "cat/@eaDir/a.jpg/thumb.jpg", "loose.jpg", "dog/no-ending");
        PictureListing listing = ClassFolders.Read(_folder.Path);
        Assert.Equal(2, listing.Train.Count);
        Assert.Equal(
            [("$RECYCLE.BIN", "hidden"), (".git", "hidden"), ("__MACOSX", "hidden"), ("cat/.DS_Store", "hidden"), ("cat/@eaDir", "hidden"), ("cat/notes.txt", "no picture"), ("dog/no-ending", "no picture"), ("loose.jpg", "no class")],
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
        Put("a\u001b[2Jb/c.jpg", "two\nlines/d.jpg");
        string message = Assert.Throws<DataException>(() => ClassFolders.Read(_folder.Path)).Message;
        Assert.Contains($"Found 2 class name(s) in {_folder.Path} that cannot be taken: \"a\\u001b[2Jb\" (6 characters, one of which does not print); \"two\\u000alines\" (9 characters, one of which does not print). Expected 1 to 200", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_in_no_class_folder_are_not_told_to_be_no_pictures()
    {
        Put("a.jpg", "b.png", "notes.txt");
        string message = Assert.Throws<DataException>(() => ClassFolders.Read(_folder.Path)).Message;
        Assert.StartsWith($"Found 2 picture(s) in {_folder.Path} itself, such as a.jpg, and none in a folder of its class, expected a folder per class", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_folder_to_train_or_to_measure_on_is_told_not_to_be_used()
    {
        Put("train/cat/a.jpg", "train/dog/b.jpg", "testing/cat/c.jpg", "testing/dog/d.jpg", "test/cat/e.jpg", "training/cat/f.jpg");
        PictureListing listing = ClassFolders.Read(_folder.Path);
        Assert.Equal(["test/cat/e.jpg"], listing.Test!.Paths);
        Assert.Null(listing.Validation);
        Assert.Equal(3, listing.LeftOut.Count(file => file.Kind == "outside"));
        Assert.Equal(
            [
                "training is not used, since there is train to train on: its 1 picture(s) are left out. To use it in place of train, move train out of the data folder.",
                "testing is not used, since there is test to measure on: its 2 picture(s) are left out. To use it in place of test, move test out of the data folder.",
            ], listing.Remarks);
    }

    [Theory, InlineData("test", "val", "valid"), InlineData("Testing", "Validation", "VALID")]
    public void A_folder_named_val_beside_test_is_for_choosing_an_epoch(string test, string validation, string further)
    {
        Put("train/cat/a.jpg", "train/dog/b.jpg", $"{validation}/cat/c.jpg", $"{validation}/dog/d.jpg", $"{test}/cat/e.jpg", $"{further}/dog/g.jpg", "notes/x/h.jpg");
        PictureListing listing = ClassFolders.Read(_folder.Path);
        Assert.Equal([$"{test}/cat/e.jpg"], listing.Test!.Paths);
        Assert.Equal([($"{validation}/cat/c.jpg", 0), ($"{validation}/dog/d.jpg", 1)], listing.Validation!.Paths.Zip(listing.Validation.Labels));
        Assert.Equal([$"{further} is not used, since there is {validation} to choose an epoch on: its 1 picture(s) are left out. To use it in place of {validation}, move {validation} out of the data folder."], listing.Remarks);
        Assert.Equal($"neither in train nor in {test} nor in {validation}.", listing.LeftOut.First(file => file.Path == "notes/x/h.jpg").Reason);
    }

    [Fact]
    public void A_folder_without_pictures_is_refused()
    {
        Put("readme.txt");
        string message = Assert.Throws<DataException>(() => ClassFolders.Read(_folder.Path)).Message;
        Assert.Contains($"Found no pictures in {_folder.Path} (1 other file(s), such as readme.txt: its name has none of the endings .jpg, .jpeg, .png, .webp, .bmp, .gif), expected", message, StringComparison.Ordinal);
        if (OperatingSystem.IsWindows()) return;   // it lets administrators alone make links
        Directory.CreateDirectory(_folder.At("elsewhere"));
        Directory.CreateSymbolicLink(_folder.At("zebra"), _folder.At("elsewhere"));
        Assert.Contains("(3 other file(s), such as zebra: a link to", Assert.Throws<DataException>(() => ClassFolders.Read(_folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("Found no folder", Assert.Throws<DataException>(() => ClassFolders.Read(_folder.At("none"))).Message, StringComparison.Ordinal);
    }

    void Shell(string script)
    {
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { WorkingDirectory = _folder.Path })!;
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
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
