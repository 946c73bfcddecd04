using LongTail.Data;
using LongTail.Foundation;
using LongTail.Pictures;

namespace LongTail.Tests.Data;

/// <summary>What is wrong with pictures in files is told when they are opened, with names that a user knows.</summary>
public sealed class PictureSetsTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_class_that_is_measured_on_alone_is_told_with_its_folder()
    {
        string golden = Path.Combine(Repository.Root, "tests", "LongTail.Tests", "Golden", "pictures", "colour.png");
        foreach (string path in new[] { "Train/cat/0.png", "Train/dog/0.png", "Val/cat/0.png", "Val/eel/0.png", "Val/eel/1.png" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(path))!);
            File.Copy(golden, _folder.At(path));
        }
        string message = Assert.ThrowsAny<DataException>(() => DataCatalog.Open(new() { Set = PictureSets.Folders }, _folder.Path, cancel: TestContext.Current.CancellationToken)).Message;
        Assert.StartsWith($"Found 1 class(es) in {_folder.Path} with pictures to measure on and no readable one to train on, expected at least one of each: eel (2 to measure on, such as Val/eel/0.png). ", message, StringComparison.Ordinal);
        Assert.Contains("beside Train/cat/0.png", message, StringComparison.Ordinal);
    }

    // COCO's sets are often divided by their annotations alone.
    [Fact]
    public void A_picture_that_another_part_says_something_about_is_not_left_out()
    {
        foreach (string name in (string[])["a.png", "b.png", "c.png"]) File.WriteAllText(_folder.At(name), "");
        string images = """
            "images": [{"id": 1, "file_name": "a.png"}, {"id": 2, "file_name": "b.png"}, {"id": 3, "file_name": "c.png"}, {"id": 4, "file_name": "none.png"}],
            "categories": [{"id": 0, "name": "cat"}, {"id": 1, "name": "dog"}]
            """;
        File.WriteAllText(_folder.At("train.json"), $$"""{ {{images}}, "annotations": [{"image_id": 1, "category_id": 0}, {"image_id": 2, "category_id": 1}] }""");
        File.WriteAllText(_folder.At("test.json"), $$"""{ {{images}}, "annotations": [{"image_id": 3, "category_id": 0}] }""");
        DataSplit data = DataCatalog.Open(new() { Set = PictureSets.Annotations, Pictures = new() { TrainList = "train.json", TestList = "test.json" } }, _folder.Path, cancel: TestContext.Current.CancellationToken);
        Assert.Equal((2, 1), (data.Train.Count, data.Test.Count));
        Assert.Equal(("none.png", "no annotation"), (Assert.Single(data.LeftOut).Path, data.LeftOut[0].Kind));
    }

    [Fact]
    public void A_class_without_a_picture_to_measure_on_is_told()
    {
        Lists("a.png 0\nb.png 1\nc.png 2\n", "d.png 1\n", "e.png 0\n");
        Assert.Equal(["No picture to measure on of 2 of 3 class(es): 0, 2. Accuracy, balanced accuracy and that of groups are those of the other classes."], Open(null).Remarks);
    }

    [Fact]
    public void A_list_of_validation_pictures_is_a_part_of_its_own()
    {
        Lists("a.png 0\nb.png 0\nc.png 1\n", "d.png 1\n", "e.png 0\nf.png 1\n");
        DataSplit data = Open("val.txt");
        PictureSet validation = Assert.IsType<PictureSet>(data.Validation);
        Assert.Equal([("e.png", 0), ("f.png", 1)], validation.Paths.Zip(validation.Labels));
        Assert.Equal([3, 1, 2], data.PictureParts.Select(part => part.Count));
        Assert.Equal([32, 32, 32], data.SeenAs(new() { Size = 32 }).PictureParts.Select(part => part.Source.Size));
        DataSplit without = Open(null);
        Assert.Null(without.Validation);
        Assert.NotEqual(without.Fingerprint, data.Fingerprint);
        DataSplit fewer = data.Without([new("f.png", "Damaged", "for a reason.")]);
        Assert.Equal(["e.png"], Assert.IsType<PictureSet>(fewer.Validation).Paths);
        Assert.NotEqual(data.Fingerprint, fewer.Fingerprint);
    }

    [Theory]
    [InlineData("a.png 0\n", "Found 1 picture(s) in train.txt and in val.txt, expected each picture in one of them, to train on, to measure on or to choose an epoch on: a.png.")]
    [InlineData("d.png 1\n", "Found 1 picture(s) in test.txt and in val.txt, expected each picture in one of them, to train on, to measure on or to choose an epoch on: d.png.")]
    [InlineData("e.png 2\n", "Found label 2 for the validation picture e.png, expected 0 to 1")]
    [InlineData("", "Found no readable validation picture in")]
    public void What_is_wrong_with_validation_pictures_is_told(string list, string part)
    {
        Lists("a.png 0\nb.png 0\nc.png 1\n", "d.png 1\n", list);
        Assert.Contains(part, Assert.ThrowsAny<DataException>(() => Open("val.txt")).Message, StringComparison.Ordinal);
    }

    // A network that was trained before its data had validation pictures is measured as before.
    [Fact]
    public void Data_is_opened_without_validation_pictures_for_a_fingerprint_without_them()
    {
        Lists("a.png 0\nb.png 0\nc.png 1\n", "d.png 1\n", "e.png 0\nf.png 1\n");
        DataSplit without = Open(null);
        PictureSource source = new() { TrainList = "train.txt", TestList = "test.txt", ValidationList = "val.txt" };
        DataSplit again = DataCatalog.Open(new() { Set = PictureSets.List, Pictures = source, Fingerprint = without.Fingerprint }, _folder.Path, cancel: TestContext.Current.CancellationToken);
        Assert.Equal((without.Fingerprint, null), (again.Fingerprint, again.Validation));
        DataSplit with = DataCatalog.Open(new() { Set = PictureSets.List, Pictures = source, Fingerprint = Open("val.txt").Fingerprint }, _folder.Path, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(2, with.Validation!.Count);
        Assert.ThrowsAny<DataException>(() => DataCatalog.Open(new() { Set = PictureSets.List, Pictures = source with { ValidationList = null }, Fingerprint = with.Fingerprint }, _folder.Path, cancel: TestContext.Current.CancellationToken));
    }

    // Of class folders, which are looked at anyway.
    [Fact]
    public void Test_pictures_that_are_trained_on_under_another_name_are_told()
    {
        byte[] one = Picture("colour.png"), two = Picture("palette.png"), three = Picture("grey-alpha.png");
        foreach ((string path, byte[] picture) in new[] { ("train/cat/a.png", one), ("train/dog/b.png", two), ("test/cat/c.png", three), ("test/dog/d.png", one) }) _folder.Write($"folders/{path}", picture);
        TrainingSet folders = new() { Set = PictureSets.Folders, Pictures = new() };
        Assert.Equal("1 of the 2 pictures to measure on are files that are trained on too, under another name, such as test/dog/d.png and train/cat/a.png: accuracy on them says little. longtail data check lists them.",
            Assert.Single(DataCatalog.Open(folders, _folder.At("folders"), cancel: TestContext.Current.CancellationToken).Remarks));
        _folder.Write("folders/test/dog/d.png", three);
        Assert.Empty(DataCatalog.Open(folders, _folder.At("folders"), cancel: TestContext.Current.CancellationToken).Remarks);

        static byte[] Picture(string name) => File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "LongTail.Tests", "Golden", "pictures", name));
    }

    [Fact]
    public void A_list_without_test_pictures_is_refused_before_anything_is_trained()
    {
        Lists("a.png 0\nb.png 0\nc.png 1\n", "", "e.png 0\n");
        Assert.Contains("Found no readable test picture in", Assert.ThrowsAny<DataException>(() => Open(null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nor_is_anything_measured_once_all_test_pictures_are_damaged()
    {
        Lists("a.png 0\nb.png 0\nc.png 1\n", "d.png 1\n", "e.png 0\n");
        Assert.Contains("Found no readable test picture", Assert.ThrowsAny<DataException>(() => Open(null).Without([new("d.png", "Damaged", "for a reason.")])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_of_classes_without_validation_pictures_has_none()
    {
        Lists("a.png 0\nb.png 0\nc.png 1\n", "d.png 1\n", "e.png 0\n");
        DataSplit data = Open("val.txt").Without([new("e.png", "Damaged", "for a reason.")]);
        Assert.Null(data.Validation);
    }

    [Fact]
    public void Validation_pictures_without_test_pictures_are_refused()
    {
        Lists("a.png 0\nb.png 0\nc.png 1\n", "d.png 1\n", "e.png 0\n");
        Assert.Contains("Found data.validation val.txt without data.test, expected both", Assert.Throws<RecipeException>(() =>
            DataCatalog.Open(new() { Set = PictureSets.List, Pictures = new() { TrainList = "train.txt", ValidationList = "val.txt" } }, _folder.Path, cancel: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    void Lists(string train, string test, string validation)
    {
        string golden = Path.Combine(Repository.Root, "tests", "LongTail.Tests", "Golden", "pictures", "colour.png");
        foreach (string name in "abcdef".Select(letter => $"{letter}.png")) File.Copy(golden, _folder.At(name));
        foreach ((string name, string text) in new[] { ("train", train), ("test", test), ("val", validation) }) _folder.Write($"{name}.txt", System.Text.Encoding.UTF8.GetBytes(text));
    }

    DataSplit Open(string? validation) =>
        DataCatalog.Open(new() { Set = PictureSets.List, Pictures = new() { TrainList = "train.txt", TestList = "test.txt", ValidationList = validation } }, _folder.Path, cancel: TestContext.Current.CancellationToken);
}
