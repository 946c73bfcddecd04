using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Pictures;

namespace LongTail.Tests.Pictures;

/// <summary>Paths of the published lists, and what those sets must come to.</summary>
public sealed class LargeSetTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("train/airfield/1.jpg", "train/airfield/1.jpg")]
    [InlineData("train/airfield/1.jpg", "data_256/a/airfield/1.jpg")]
    [InlineData("train/apartment_building-outdoor/1.jpg", "data_256/a/apartment_building/outdoor/1.jpg")]
    [InlineData("data_256/a/airfield/1.jpg", "train/airfield/1.jpg")]
    [InlineData("data_256/a/apartment_building/outdoor/1.jpg", "train/apartment_building-outdoor/1.jpg")]
    [InlineData("val/airfield/Places365_val_00000001.jpg", "val_256/Places365_val_00000001.jpg")]
    [InlineData("val_256/Places365_val_00000001.jpg", "val/airfield/Places365_val_00000001.jpg")]
    [InlineData("val/n01440764/ILSVRC2012_val_00000293.JPEG", "val/ILSVRC2012_val_00000293.JPEG")]
    [InlineData("val/ILSVRC2012_val_00000293.JPEG", "val/airfield/ILSVRC2012_val_00000293.JPEG")]
    [InlineData("ILSVRC2012_val_00000293.JPEG", "val/ILSVRC2012_val_00000293.JPEG")]
    [InlineData("ILSVRC2012_val_00000293.JPEG", "val/airfield/ILSVRC2012_val_00000293.JPEG")]
    [InlineData("train/airfield/1.jpg", "data_large/a/airfield/1.jpg")]
    [InlineData("train/apartment_building-outdoor/1.jpg", "data_large/a/apartment_building/outdoor/1.jpg")]
    [InlineData("data_256/a/apartment_building/outdoor/1.jpg", "data_large/a/apartment_building/outdoor/1.jpg")]
    [InlineData("data_large/a/airfield/1.jpg", "data_256/a/airfield/1.jpg")]
    [InlineData("data_large/a/apartment_building/outdoor/1.jpg", "train/apartment_building-outdoor/1.jpg")]
    [InlineData("val_256/Places365_val_00000001.jpg", "val_large/Places365_val_00000001.jpg")]
    [InlineData("val_large/Places365_val_00000001.jpg", "val_256/Places365_val_00000001.jpg")]
    public void A_list_finds_its_pictures_under_either_layout(string listed, string onDisk)
    {
        _folder.Write(onDisk, []);
        Assert.Equal([onDisk], PathDialect.Fit(new([listed], [0]), _folder.Path, "the list", _ => "airfield").Paths);
    }

    // In the first line two layouts fit, or none since the picture is missing.
    [Theory, InlineData("data_256/a/airfield/0.jpg", "train/airfield/0.jpg"), InlineData]
    public void Most_of_several_pictures_decide_between_the_layouts(params string[] first)
    {
        foreach (string file in first) _folder.Write(file, []);
        ImmutableArray<string> onDisk = [.. Enumerable.Range(1, 40).Select(i => $"data_256/a/airfield/{i}.jpg")];
        foreach (string file in onDisk) _folder.Write(file, []);
        PictureList list = new([.. Enumerable.Range(0, 41).Select(i => $"train/airfield/{i}.jpg")], [.. Enumerable.Repeat(0, 41)]);
        Assert.Equal(["data_256/a/airfield/0.jpg", .. onDisk], PathDialect.Fit(list, _folder.Path, "the list", _ => null).Paths);
    }

    [Fact]
    public void Pictures_far_down_the_list_decide_as_well()
    {
        PictureList list = new([.. Enumerable.Range(0, 3000).Select(i => $"train/airfield/{i}.jpg")], [.. Enumerable.Repeat(0, 3000)]);
        for (int i = 2000; i < 3000; i++) _folder.Write($"data_256/a/airfield/{i}.jpg", []);
        Assert.Equal("data_256/a/airfield/2999.jpg", PathDialect.Fit(list, _folder.Path, "the list", _ => null).Paths[^1]);
    }

    [Fact]
    public void Where_no_layout_fits_all_that_were_tried_are_told()
    {
        string message = Assert.Throws<DataException>(() => PathDialect.Fit(new(["train/airfield/1.jpg"], [0]), _folder.Path, "list.txt", _ => null)).Message;
        Assert.StartsWith($"Found no train/airfield/1.jpg and no data_256/a/airfield/1.jpg and no data_large/a/airfield/1.jpg in {_folder.Path}, expected the pictures that list.txt lists there; none of 1 ", message, StringComparison.Ordinal);
    }

    [Theory, InlineData("places-lt"), InlineData("imagenet-lt"), InlineData("inaturalist2018")]
    public void Lists_of_the_official_shape_are_taken_and_others_are_not(string name)
    {
        LargeSet set = LargeSet.Find(name)!;
        (PictureList train, PictureList test) = OfficialLists.Of(set.Shape);
        set.Shape.Check(set.Title, train, test, "Fetch them again.");
        string message = Assert.Throws<DataException>(() => set.Shape.Check(set.Title, train.Select(Enumerable.Range(1, train.Count - 1)), test, "Fetch them again.")).Message;
        Assert.Contains($"{set.Shape.Train - 1} training images instead of {set.Shape.Train}", message, StringComparison.Ordinal);
        Assert.EndsWith("as published. Fetch them again.", message, StringComparison.Ordinal);
    }

    [Theory, InlineData("places-lt", 365), InlineData("imagenet-lt", 1000)]
    public void Validation_lists_have_twenty_pictures_of_each_class(string name, int classes)
    {
        LargeSet set = LargeSet.Find(name)!;
        int[] labels = [.. Enumerable.Range(0, 20 * classes).Select(i => i % classes)];
        set.CheckValidation(Labelled(labels), "val.txt");
        Refused(labels[1..], $"Found {20 * classes - 1} pictures in val.txt, 19 of them of class 0, ");
        labels[0] = 1;
        Refused(labels, $"Found {20 * classes} pictures in val.txt, 19 of them of class 0, ");
        labels[0] = classes;
        Refused([.. labels, 0], $"Found {20 * classes + 1} pictures in val.txt, 1 of them of class {classes}, ");

        static PictureList Labelled(int[] labels) => new([.. labels.Select((_, i) => $"{i}.jpg")], [.. labels]);
        void Refused(int[] labels, string found) => Assert.Equal($"{found}expected the published validation list of {set.Title}: {20 * classes}, 20 of each class. Fetch it again.",
            Assert.Throws<DataException>(() => set.CheckValidation(Labelled(labels), "val.txt")).Message);
    }

    [Fact]
    public void INaturalist_has_no_validation_list_beside_the_one_it_is_measured_on() =>
        Assert.Contains("expected none: no such list is published with it.", Assert.Throws<RecipeException>(() => LargeSet.Find("inaturalist2018")!.CheckValidation(PictureList.Empty, "val.txt")).Message, StringComparison.Ordinal);
}

/// <summary>Lists that have the counts of a published set, and nothing else of it.</summary>
static class OfficialLists
{
    public static (PictureList Train, PictureList Test) Of(OfficialShape shape)
    {
        int[] counts = Counts(shape);
        ImmutableArray<int> labels = [.. counts.SelectMany((count, label) => Enumerable.Repeat(label, count))];
        return (
            new([.. labels.Select((label, i) => $"train/{label}/{i}.jpg")], labels),
            new([.. Enumerable.Range(0, shape.Test).Select(i => $"val/{i % shape.Classes}/{i}.jpg")], [.. Enumerable.Range(0, shape.Test).Select(i => i % shape.Classes)]));
    }

    // Groups at the ends of their ranges, and then raised within them until the sum is right.
    public static int[] Counts(OfficialShape shape)
    {
        int[] counts =
        [
            .. Enumerable.Repeat(101, shape.Groups.Many), .. Enumerable.Repeat(20, shape.Groups.Medium),
            .. Enumerable.Repeat(shape.Smallest, shape.Groups.Few),
        ];
        counts[0] = shape.Largest;
        int missing = shape.Train - counts.Sum();
        for (int label = 1; label < counts.Length - 1 && missing > 0; label++)
        {
            int most = label < shape.Groups.Many ? shape.Largest : label < shape.Groups.Many + shape.Groups.Medium ? 100 : 19;
            int more = Math.Min(missing, most - counts[label]);
            counts[label] += more;
            missing -= more;
        }
        Assert.Equal(0, missing);
        return counts;
    }
}
