using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Imaging;
using LongTail.Pictures;
using LongTail.Tests.Pictures;
using static TorchSharp.torch;

namespace LongTail.Tests.Data;

/// <summary>Pictures in class folders become the same batches whoever decodes them.</summary>
public sealed class PictureBatchesTests : IDisposable
{
    static readonly TrainingSet Folders = new() { Set = PictureSets.Folders, Pictures = new() { Size = 16, ShorterSide = 20 } };

    readonly TempFolder _folder = new();

    public PictureBatchesTests()
    {
        string golden = Path.Combine(Repository.Root, "tests", "LongTail.Tests", "Golden", "pictures");
        string[] files = ["colour.png", "palette.png", "colour.bmp", "lossless-alpha.webp", "orientation-6.jpg", "grey-alpha.png"];
        for (int i = 0; i < 12; i++)
            _folder.Write($"{(i % 3 == 0 ? "cat" : "dog")}/{i:00}{Path.GetExtension(files[i % 6])}", File.ReadAllBytes(Path.Combine(golden, files[i % 6])));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void They_do_not_depend_on_the_number_of_threads_nor_on_where_an_epoch_is_taken_up()
    {
        using var scope = NewDisposeScope();
        byte[][] one = Batches(1, 0), four = Batches(4, 0), later = Batches(3, 1);
        Assert.Equal(one, four);
        Assert.Equal(one[1..], later);
    }

    [Fact]
    public void A_file_that_is_gone_or_damaged_meanwhile_is_named()
    {
        using var scope = NewDisposeScope();
        PictureSet train = Open();
        File.WriteAllText(Path.Combine(_folder.Path, train.Paths[2]), "<html>");
        string message = Assert.Throws<DataException>(() => Batches(train, 2, 0)).Message;
        Assert.Contains($"{train.Paths[2]}, which cannot be drawn: found ", message, StringComparison.Ordinal);
        File.Delete(Path.Combine(_folder.Path, train.Paths[2]));
        Assert.Contains(train.Paths[2], Assert.Throws<DataException>(() => Batches(train, 2, 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unreadable_pictures_are_left_out_and_listed_up_to_the_limit()
    {
        _folder.Write("dog/zero.jpg", []);
        _folder.Write("cat/page.png", "<html>"u8.ToArray());
        TrainingSet tolerant = Folders with { Pictures = Folders.Pictures! with { MostUnreadable = 0.2 } };
        DataSplit data = DataCatalog.Open(tolerant, _folder.Path, cancel: TestContext.Current.CancellationToken);
        Assert.Equal([("cat/page.png", "NotAPicture"), ("dog/zero.jpg", "Empty")], data.LeftOut.Select(file => (file.Path, file.Kind)));
        Assert.Equal(12, data.Train.Count + data.Test.Count);
        string message = Assert.Throws<UnreadablePicturesException>(() => DataCatalog.Open(Folders, _folder.Path, cancel: TestContext.Current.CancellationToken)).Message;
        Assert.Contains("Found 2 unreadable picture(s) of 14", message, StringComparison.Ordinal);
        Assert.Contains("expected at most 1 %: cat/page.png: found ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Above_the_limit_all_are_told_and_the_set_opens_for_those_who_look_at_each()
    {
        for (int i = 0; i < 7; i++) _folder.Write($"cat/zero{i}.jpg", []);
        UnreadablePicturesException refused = Assert.Throws<UnreadablePicturesException>(() => DataCatalog.Open(Folders, _folder.Path, cancel: TestContext.Current.CancellationToken));
        Assert.Equal(7, refused.Files.Length);
        Assert.Contains("; and 2 more. longtail data check lists them all with --table FILE", refused.Message, StringComparison.Ordinal);
        DataSplit data = DataCatalog.OpenUnchecked(Folders, _folder.Path);
        Assert.Equal((19, 0), (data.Train.Count + data.Test.Count, data.LeftOut.Length));
    }

    [Fact]
    public void How_large_a_picture_may_be_is_for_the_recipe_to_say()
    {
        const int Pixels = 37 * 28;   // of the largest file here
        PictureSource source = Folders.Pictures! with { MostPixels = Pixels };
        Assert.Empty(DataCatalog.Open(Folders with { Pictures = source }, _folder.Path, cancel: TestContext.Current.CancellationToken).LeftOut);
        string message = Assert.Throws<UnreadablePicturesException>(() => DataCatalog.Open(Folders with { Pictures = source with { MostPixels = Pixels - 1 } }, _folder.Path, cancel: TestContext.Current.CancellationToken)).Message;
        Assert.Contains("found a header of ", message, StringComparison.Ordinal);
        Assert.Contains("million (data.mostPixels)", message, StringComparison.Ordinal);
        foreach (int pixels in new[] { 0, 500_000_001 }) Assert.Throws<RecipeException>(() => new PictureSource { MostPixels = pixels });
    }

    [Fact]
    public void Of_a_large_file_that_is_no_picture_the_first_bytes_are_read_and_large_pictures_take_turns()
    {
        const long Large = 900L << 20;
        byte[] picture = File.ReadAllBytes(_folder.At("dog/01.png"));
        foreach (string name in new[] { "zero.jpg", "a.png", "b.png" })
        {
            using FileStream file = File.Create(_folder.At($"cat/{name}"));
            if (name != "zero.jpg") file.Write(picture);
            file.SetLength(name == "zero.jpg" ? Large : (64 << 20) + 1);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains($"found 1024 zero bytes at the beginning of {Large}", Assert.Throws<PictureException>(() => PictureFile.Open(_folder.At("cat/zero.jpg"))).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);

        using PictureFile first = PictureFile.Open(_folder.At("cat/a.png"));
        Thread second = new(() => PictureFile.Open(_folder.At("cat/b.png")).Dispose());
        second.Start();
        using (PictureFile.Open(_folder.At("dog/01.png"))) Assert.False(second.Join(TimeSpan.FromMilliseconds(200)));   // small ones do not wait
        first.Dispose();
        Assert.True(second.Join(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void The_fingerprint_is_of_names_and_labels()
    {
        string before = DataCatalog.Open(Folders, _folder.Path, cancel: TestContext.Current.CancellationToken).Fingerprint;
        Assert.Equal(before, DataCatalog.Open(Folders, _folder.Path, cancel: TestContext.Current.CancellationToken).Fingerprint);
        File.Move(_folder.At("dog/01.png"), _folder.At("dog/99.png"));
        Assert.NotEqual(before, DataCatalog.Open(Folders, _folder.Path, cancel: TestContext.Current.CancellationToken).Fingerprint);
    }

    [Fact]
    public void A_list_without_a_picture_is_refused()
    {
        File.WriteAllText(_folder.At("none.txt"), "\n");
        string message = Assert.Throws<DataException>(() => DataCatalog.Open(new() { Set = PictureSets.List, Pictures = new() { TrainList = "none.txt" } }, _folder.Path, cancel: TestContext.Current.CancellationToken)).Message;
        Assert.Contains("Found no training pictures in", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_label_without_training_pictures_is_refused()
    {
        File.WriteAllText(_folder.At("train.txt"), "dog/01.png 0\ndog/02.bmp 1");
        File.WriteAllText(_folder.At("test.txt"), "dog/04.jpg 2");
        TrainingSet lists = new() { Set = PictureSets.List, Pictures = new() { TrainList = "train.txt", TestList = "test.txt" } };
        Assert.Contains("Found label 2 for the test picture dog/04.jpg, expected 0 to 1", Assert.Throws<DataException>(() => DataCatalog.Open(lists, _folder.Path, cancel: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    // The lists have the official counts; of the pictures only those are there that say which layout this is.
    [Theory, InlineData("places-lt"), InlineData("inaturalist2018")]
    public void A_large_set_is_opened_by_its_lists(string name)
    {
        LargeSet set = LargeSet.Find(name)!;
        (PictureList train, PictureList test) = OfficialLists.Of(set.Shape);
        Assert.Contains(set.Source, Assert.Throws<DataException>(() => DataCatalog.Open(new() { Set = name }, _folder.Path, cancel: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Write(set.TrainLists[0], train);
        Write(set.TestLists[0], test);
        foreach (string path in new[] { train.Paths[0], test.Paths[0] }) _folder.Write(path, []);
        DataSplit data = DataCatalog.Open(new() { Set = name }, _folder.Path, cancel: TestContext.Current.CancellationToken);
        Assert.Equal((set.Shape.Train, set.Shape.Test, set.Shape.Classes, set.Shape.Smallest), (data.Train.Count, data.Test.Count, data.Train.ClassNames.Length, data.Counts.Smallest));
        Assert.Equal(new(224, 224, 3), data.Train.Shape);
        Write(set.TestLists[0], test.Select(Enumerable.Range(1, test.Count - 1)));
        Assert.Contains("are not the published lists: fetch them again", Assert.Throws<DataException>(() => DataCatalog.Open(new() { Set = name }, _folder.Path, cancel: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);

        void Write(string file, PictureList list) => File.WriteAllLines(_folder.At(file), list.Paths.Zip(list.Labels, (path, label) => $"{path} {label}"));
    }

    [Fact]
    public void Lists_are_read_below_the_data_folder()
    {
        ImmutableArray<string> paths = [.. Directory.EnumerateFiles(_folder.Path, "*.*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder.Path, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];
        File.WriteAllLines(_folder.At("all.txt"), paths.Select(path => $"{path} {(path.StartsWith("cat", StringComparison.Ordinal) ? 0 : 1)}"));
        DataSplit data = DataCatalog.Open(new() { Set = PictureSets.List, Pictures = new() { Size = 16, ShorterSide = 16, TrainList = "all.txt" } }, _folder.Path, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(["cat", "dog"], data.Train.ClassNames);
        Assert.Equal((9, 3), (data.Train.Count, data.Test.Count));   // a fifth of 4, and of 8
        Assert.Contains("Found no list of training pictures", Assert.Throws<RecipeException>(() => DataCatalog.Open(new() { Set = PictureSets.List }, _folder.Path, cancel: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    byte[][] Batches(int workers, int firstStep) => Batches(Open(), workers, firstStep);

    static byte[][] Batches(PictureSet train, int workers, int firstStep)
    {
        PictureBatches batches = new(train, new Shuffled(), null, 4, new Seed(0), Draw, workers);
        return [.. batches.Epoch(1, firstStep).Select(pending => pending.Upload(CPU).Images.permute(0, 2, 3, 1).contiguous().data<byte>().ToArray())];
    }

    // Another part for each draw.
    static void Draw(IPicture picture, ImageDraw which, Span<byte> rgb) =>
        picture.Draw(Placement.Of(new(which.Image % 5, which.Epoch, 20, 20), new(16, 16)), rgb);

    PictureSet Open() => (PictureSet)DataCatalog.Open(Folders, _folder.Path, cancel: TestContext.Current.CancellationToken).Train;
}
