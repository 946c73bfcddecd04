using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Tests.Data;

/// <summary>What is wrong with pictures in files is told when they are opened, with names that a user knows.</summary>
public sealed class PictureSetsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_class_that_is_measured_on_alone_is_told_with_its_folder()
    {
        string golden = Path.Combine(House.Repository.Root, "tests", "LongTail.Tests", "Golden", "pictures", "colour.png");
        foreach (string path in new[] { "Train/cat/0.png", "Train/dog/0.png", "Val/cat/0.png", "Val/eel/0.png", "Val/eel/1.png" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(path))!);
            File.Copy(golden, _folder.At(path));
        }
        string message = Assert.Throws<DataException>(() => DataCatalog.Open(new() { Set = PictureSets.Folders }, _folder.Path)).Message;
        Assert.StartsWith($"Found 1 class(es) in {_folder.Path} with pictures to measure on and no readable one to train on, expected at least one of each: eel (2 to measure on, such as Val/eel/0.png). ", message, StringComparison.Ordinal);
        Assert.Contains("beside Train/cat/0.png", message, StringComparison.Ordinal);
    }
}
