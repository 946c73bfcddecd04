using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Tests.Data;

public sealed class DataOpenerTests : IDisposable
{
    const int Pictures = 12;

    readonly TempFolder _folder = new();

    public DataOpenerTests()
    {
        for (int i = 0; i < Pictures; i++) _folder.Write($"{(i % 3 == 0 ? "cat" : "dog")}/{i:00}.jpg", PictureFiles.Read(PictureFiles.Whole[0]));
    }

    static TrainingSet Photos => new() { Set = PictureSets.Folders, Pictures = new() };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_set_is_looked_at_once_and_every_picture_is_told()
    {
        Heard heard = new();
        DataOpener opener = new(heard, TestContext.Current.CancellationToken);
        DataSplit first = opener.Open(Photos, _folder.Path);
        Assert.Equal(Enumerable.Range(1, Pictures).Select(done => new CountProgress(done, Pictures)), heard.All.OrderBy(progress => progress.Done));
        Assert.Same(first, opener.Open(Photos, _folder.Path));
        Assert.Equal(Pictures, heard.All.Count);
        Assert.NotSame(first, opener.Open(Photos with { Pictures = new() { SplitSeed = 1 } }, _folder.Path));
        Assert.Equal(2 * Pictures, heard.All.Count);
    }

    [Fact]
    public void Who_hears_of_the_first_picture_can_stop()
    {
        using CancellationTokenSource source = new();
        Heard heard = new() { Do = source.Cancel };
        Assert.ThrowsAny<OperationCanceledException>(() => new DataOpener(heard, source.Token).Open(Photos, _folder.Path));
        Assert.InRange(heard.All.Count, 1, Pictures - 1);
    }

    // Only files of one length can be the same.
    [Fact]
    public void Test_pictures_that_are_files_of_the_training_part_are_told_whatever_else_is_as_long()
    {
        byte[] whole = PictureFiles.Read(PictureFiles.Whole[0]);
        byte[] asLong = [.. whole];
        asLong[^3]++;
        foreach (string name in new[] { "cat", "dog" })
        {
            _folder.Write($"parts/train/{name}/a.jpg", name == "cat" ? whole : [.. whole, 1]);
            _folder.Write($"parts/test/{name}/b.jpg", name == "cat" ? asLong : [.. whole, 1]);
        }
        string remark = Assert.Single(DataCatalog.Open(Photos, _folder.At("parts"), cancel: TestContext.Current.CancellationToken).Remarks);
        Assert.StartsWith("1 of the 2 pictures to measure on are files that are trained on too, under another name, such as test/dog/b.jpg and train/dog/a.jpg:", remark, StringComparison.Ordinal);
    }

    sealed class Heard : IProgress<CountProgress>
    {
        readonly Lock _gate = new();

        public List<CountProgress> All { get; } = [];

        public Action Do { get; init; } = () => { };

        public void Report(CountProgress value)
        {
            lock (_gate) All.Add(value);
            Do();
        }
    }
}
