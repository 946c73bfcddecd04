using LongTail.Foundation;
using LongTail.Prediction;

namespace LongTail.Tests.Prediction;

public sealed class PictureSearchTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_are_taken_as_named_and_folders_with_all_that_lies_in_them()
    {
        foreach (string path in new[] { "a/2.PNG", "a/1.jpg", "a/deep/er/0.webp", "a/.hidden/3.jpg", "a/notes.txt", "odd.bin" }) _folder.Write(path, []);
        bool links = !OperatingSystem.IsWindows();   // which lets administrators alone make them
        if (links) File.CreateSymbolicLink(_folder.At("a/link.jpg"), _folder.At("a/1.jpg"));
        (var files, var leftOut) = PictureSearch.In([_folder.At("odd.bin"), _folder.At("a"), _folder.At("a/1.jpg")]);
        Assert.Equal(["odd.bin", "a/1.jpg", "a/2.PNG", "a/deep/er/0.webp", "a/1.jpg"], files.Select(Below));
        Assert.Equal([("a/.hidden", "hidden"), .. links ? [("a/link.jpg", "link")] : Array.Empty<(string, string)>(), ("a/notes.txt", "no picture")], leftOut.Select(file => (Below(file.Path), file.Kind)));
    }

    [Fact]
    public void A_path_with_nothing_there_is_refused() =>
        Assert.Contains("expected a picture file or a folder of them", Assert.Throws<DataException>(() => PictureSearch.In([_folder.At("nowhere")])).Message, StringComparison.Ordinal);

    string Below(string path) => Path.GetRelativePath(_folder.At("."), path).Replace('\\', '/');
}
