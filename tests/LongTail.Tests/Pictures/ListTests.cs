using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Pictures;

namespace LongTail.Tests.Pictures;

public sealed class ListTests : IDisposable
{
    static readonly ListedClasses s_training = new(["cat", "dog"], [5, 9]);

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_is_a_path_and_behind_the_last_blank_a_label()
    {
        PictureList list = ListFile.Read(Write("train/cat/1.jpg 0\r\n./train/a big dog/2.jpg\t12\n\ntrain\\dog\\3.jpg 1"), null);
        Assert.Equal([("train/cat/1.jpg", 0), ("train/a big dog/2.jpg", 12), ("train/dog/3.jpg", 1)], list.Paths.Zip(list.Labels));
    }

    [Theory]
    [InlineData("a.jpg 0\nb.jpg\nc.jpg x\nd.jpg -1", "Found 3 line(s)", "line 2: \"b.jpg\"; line 3: \"c.jpg x\"; line 4: \"d.jpg -1\"")]
    [InlineData("a.jpg 99999999999", "Found 1 line(s)", "line 1")]
    [InlineData("a.jpg 1000000", "Found 1 label(s) out of range", "line 1: 1000000")]
    [InlineData("../a.jpg 0\n/b.jpg 1\nc/../../d.jpg 1\ne..f.jpg 1", "Found 3 path(s) that lead out", "line 1: ../a.jpg; line 2: /b.jpg; line 3: c/../../d.jpg")]
    [InlineData("a.jpg 0\nb.jpg 1\na.jpg 1", "Found 1 picture(s) with two labels", "line 3: a.jpg with label 1, at line 1 with 0")]
    [InlineData("a.jpg 0\nb.jpg 1\na.jpg 0", "Found 1 picture(s) listed twice", "line 3: a.jpg with label 0, at line 1 with 0")]
    [InlineData("\na.jpg 0\n \n\nb.jpg 1\n\na.jpg 0", "Found 1 picture(s) listed twice", "line 7: a.jpg with label 0, at line 2 with 0")]
    [InlineData("a.jpg 0\n\nb.jpg 1000000", "Found 1 label(s) out of range", "line 3: 1000000")]
    public void What_is_wrong_is_counted_and_the_first_are_named(string text, string count, string first)
    {
        string message = Assert.ThrowsAny<DataException>(() => ListFile.Read(Write(text), null)).Message;
        Assert.Contains(count, message, StringComparison.Ordinal);
        Assert.Contains(first, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_is_not_there_is_named() =>
        Assert.Contains("none.txt", Assert.ThrowsAny<DataException>(() => ListFile.Read(_folder.At("none.txt"), null)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_table_names_classes_by_name_or_by_number()
    {
        (PictureList named, ListedClasses classes) = CsvList.Read(Write("id,Path,Class\n7,\"a, b.jpg\",dog\n8,c.jpg,cat\n"), null);
        Assert.Equal(["cat", "dog"], classes.Names!.Value);
        Assert.Equal([("a, b.jpg", 1), ("c.jpg", 0)], named.Paths.Zip(named.Labels));
        Assert.Equal([1], CsvList.Read(Write("file;label\nx.jpg;dog\n"), classes).List.Labels);
        (PictureList numbered, classes) = CsvList.Read(Write("file\tlabel\nx.jpg\t3\ny.jpg\t0\n"), null);
        Assert.Null(classes.Names);
        Assert.Equal([3, 0], numbered.Labels);
        Assert.Equal([3], CsvList.Read(Write("file;label\nz.jpg;3\n"), classes).List.Labels);
    }

    // A disk that fails in the middle: the file opens, and its first byte cannot be read.
    [Fact]
    public void A_list_that_opens_and_cannot_be_read_is_told_as_data()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a file that fails when it is read.");
        foreach (Action read in (Action[])[() => ListFile.Read("/proc/self/mem", null), () => ListFile.ReadPaths("/proc/self/mem"), () => CsvList.Read("/proc/self/mem", null), () => AnnotationFile.Read("/proc/self/mem", null), () => ClassNameList.Read("/proc/self/mem", 2)])
            Assert.StartsWith("Found /proc/self/mem, which cannot be read (", Assert.ThrowsAny<DataException>(read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_paths_alone_are_numbered_as_in_the_file() =>
        Assert.Contains("line 4: a.jpg with label 0, at line 2", Assert.ThrowsAny<DataException>(() => ListFile.ReadPaths(Write("\na.jpg\n\na.jpg -1\n"))).Message, StringComparison.Ordinal);

    [Fact]
    public void In_a_column_of_names_numerals_are_names()
    {
        (PictureList list, ListedClasses classes) = CsvList.Read(Write("path,class_name\na.jpg,10\nb.jpg,2\nc.jpg,007\n"), null);
        Assert.Equal(["007", "10", "2"], classes.Names!.Value);
        Assert.Equal([1, 2, 0], list.Labels);
        Assert.Equal([2], CsvList.Read(Write("path,Class_Name\nd.jpg,2\n"), classes).List.Labels);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "Found 0 columns for the path")]
    [InlineData("path,file,label\n1,2,3\n", "Found 2 columns for the path")]
    [InlineData("path,label\na.jpg\n", "Found no readable table")]
    [InlineData("", "Found")]
    [InlineData("path,label\na.jpg,0\na.jpg,1\n", "row 3: a.jpg with label 1, at row 2 with 0")]
    public void A_table_of_another_form_is_refused(string text, string expected) =>
        Assert.Contains(expected, Assert.ThrowsAny<DataException>(() => CsvList.Read(Write(text), null)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_test_table_that_tells_its_classes_in_another_way_than_the_training_table_is_refused()
    {
        Refused("path,label\na.jpg,cow\n", new(["cat", "dog"]), "Found the class cow in row 2");
        Refused("path,label\na.jpg,cat\nb.jpg,1\n", new(["cat", "dog"]), "Found the class 1 in row 3");
        Refused("path,label\na.jpg,1\nb.jpg,cat\n", ListedClasses.Numbers, "Found the class cat in row 3");
        Refused("path,class_name\na.jpg,1\n", ListedClasses.Numbers, "Found the column class_name in ");

        void Refused(string text, ListedClasses training, string part) =>
            Assert.Contains(part, Assert.ThrowsAny<DataException>(() => CsvList.Read(Write(text), training)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Annotations_are_read_in_the_form_of_COCO_and_in_that_of_BBN()
    {
        (PictureList coco, ListedClasses classes, _) = AnnotationFile.Read(Write("""
            {"info": {"year": 2018}, "images": [{"id": 9, "file_name": "train_val2018/Aves/2761/b.jpg"}, {"id": 4, "file_name": "train_val2018/Aves/12/a.jpg"}],
             "categories": [{"id": 30, "name": "robin"}, {"id": 2, "name": "crow"}],
             "annotations": [{"id": 1, "image_id": 4, "category_id": 2}, {"id": 2, "image_id": 9, "category_id": 30}]}
            """), null);
        Assert.Equal(["crow", "robin"], classes.Names!.Value);
        Assert.Equal([("train_val2018/Aves/12/a.jpg", 0), ("train_val2018/Aves/2761/b.jpg", 1)], coco.Paths.Zip(coco.Labels));

        (PictureList bbn, classes, _) = AnnotationFile.Read(Write("""{"annotations": [{"image_id": 1, "fpath": "x/a.jpg", "im_height": 3, "im_width": 4, "category_id": 5}], "num_classes": 6}"""), null);
        Assert.Null(classes.Names);
        Assert.Equal([("x/a.jpg", 5)], bbn.Paths.Zip(bbn.Labels));
    }

    // Nobody says what is on them: they are left out, and told.
    [Fact]
    public void Listed_pictures_without_an_annotation_are_left_out()
    {
        (PictureList list, _, ImmutableArray<LeftOut> left) = AnnotationFile.Read(Write("""
            {"images": [{"id": 9, "file_name": "b.jpg"}, {"id": 4, "file_name": "a.jpg"}, {"id": 5, "file_name": "c.jpg"}, {"id": 6, "file_name": "a.jpg"}, {"id": 7}],
             "annotations": [{"id": 1, "image_id": 4, "category_id": 0}]}
            """), null);
        Assert.Equal(["a.jpg"], list.Paths);
        Assert.Equal([("b.jpg", "no annotation"), ("c.jpg", "no annotation")], left.Select(file => (file.Path, file.Kind)));
    }

    [Theory]
    [InlineData("[]", "Found no readable annotations")]
    [InlineData("{", "Found no readable annotations")]
    [InlineData("""{"images": []}""", "Found no annotations")]
    [InlineData("""{"annotations": [{"image_id": 1, "category_id": 2}]}""", "an annotation of image 1, which images do not list")]
    [InlineData("""{"annotations": [{"fpath": "a.jpg", "category_id": 2}], "categories": [{"id": 1, "name": "x"}]}""", "category 2, which categories do not list")]
    [InlineData("""{"annotations": [{"fpath": "a.jpg", "category_id": 1}, {"fpath": "a.jpg", "category_id": 0}]}""", "annotation 1: a.jpg with label 0, at annotation 0 with 1")]
    [InlineData("""{"annotations": [null]}""", "null for an annotation")]
    [InlineData("""{"images": [null], "annotations": [{"image_id": 1}]}""", "null for image 0")]
    [InlineData("""{"categories": [{"id": 3}, {"id": 3}], "annotations": [{"fpath": "a.jpg", "category_id": 3}]}""", "category 3 twice")]
    [InlineData("""{"annotations": [{"fpath": "a.jpg", "category_id": 99999999999}]}""", "category 99999999999 in")]
    public void Annotations_of_another_form_are_refused(string text, string expected) =>
        Assert.Contains(expected, Assert.ThrowsAny<DataException>(() => AnnotationFile.Read(Write(text), null)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""[{"id": 9, "name": "cat"}, {"id": 2, "name": "dog"}]""", 9, 0)]     // by name, though the ids say otherwise
    [InlineData("""[{"id": 9, "name": "cat"}, {"id": 2, "name": "dog"}]""", 2, 1)]
    [InlineData("""[{"id": 1, "name": "eel"}, {"id": 9, "name": "dog"}]""", 9, 1)]     // one that no picture has
    [InlineData("""[{"id": 9}]""", 9, 1)]                                              // by id, where there are no names
    [InlineData("[]", 9, 1)]
    public void Test_annotations_are_read_by_the_categories_of_the_training_annotations(string categories, int category, int label) =>
        Assert.Equal([label], AnnotationFile.Read(Annotated(categories, category), s_training).List.Labels);

    [Theory]
    [InlineData("""[{"id": 5, "name": "eel"}]""", 5, "Found an annotation of category 5 (eel) in ")]
    [InlineData("""[{"id": 5, "name": "cat"}, {"id": 7}]""", 7, "Found an annotation of category 7 in ")]
    [InlineData("""[{"id": 5, "name": "dog"}, {"id": 9}]""", 9, "Found category 5 with the name dog in ")]
    [InlineData("[]", 7, "Found an annotation of category 7 in ")]
    public void Test_annotations_that_contradict_the_training_annotations_are_refused(string categories, int category, string part) =>
        Assert.Contains(part, Assert.ThrowsAny<DataException>(() => AnnotationFile.Read(Annotated(categories, category), s_training)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_test_list_by_number_beside_training_annotations_needs_their_numbers()
    {
        string list = Write("a.jpg 1");
        Assert.Equal([1], ListFile.Read(list, new(["cat", "dog"], [0, 1])).Labels);
        Assert.Contains("whose category 5 is their class 0", Assert.ThrowsAny<DataException>(() => ListFile.Read(list, s_training)).Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("cat//a.jpg"), InlineData("cat/./a.jpg"), InlineData("././cat/a.jpg"), InlineData("cat\\a.jpg"), InlineData("./cat/a.jpg/.")]
    public void A_path_is_the_same_however_it_is_spelt(string spelt)
    {
        Assert.Equal("cat/a.jpg", ListRules.PathOf(spelt));
        Assert.Contains("with two labels", Assert.ThrowsAny<DataException>(() => ListFile.Read(Write($"cat/a.jpg 0\n{spelt} 1"), null)).Message, StringComparison.Ordinal);
        Assert.Contains("listed twice", Assert.ThrowsAny<DataException>(() => CsvList.Read(Write($"path,label\ncat/a.jpg,0\n{spelt},0\n"), null)).Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("//a.jpg 0"), InlineData("/./a.jpg 0"), InlineData("./../a.jpg 0"), InlineData("cat//../../a.jpg 0"), InlineData("./ 0")]
    public void No_spelling_leads_out_of_the_data_folder(string line) =>
        Assert.Contains("lead out of the data folder", Assert.ThrowsAny<DataException>(() => ListFile.Read(Write(line), null)).Message, StringComparison.Ordinal);

    [Fact]
    public void Pictures_that_are_trained_on_and_measured_on_are_counted_and_refused()
    {
        PictureList train = new([.. Enumerable.Range(0, 20).Select(i => $"{i}.jpg")], [.. Enumerable.Repeat(0, 20)]);
        ListRules.CheckApart(train, new(["20.jpg"], [0]), "train.txt", "test.txt");
        string message = Assert.ThrowsAny<DataException>(() => ListRules.CheckApart(train, train.Select(Enumerable.Range(3, 9)), "train.txt", "test.txt")).Message;
        Assert.StartsWith("Found 9 picture(s) in train.txt and in test.txt, expected each picture in one of them, to train on, to measure on or to choose an epoch on: 3.jpg; 4.jpg; 5.jpg; 6.jpg; 7.jpg; and 4 more, which longtail data check lists with --table FILE, for the same recipe and --data. Take them out of one of the two.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_labels_with_gaps_are_refused_with_the_picture_that_has_the_highest()
    {
        ListRules.CheckNoGap(new(["a.jpg", "b.jpg", "c.jpg"], [1, 0, 1]), "train.txt");
        Assert.StartsWith("Found no picture of 1 label(s) in train.txt, expected each from 0 to the highest, which is 2 (b.jpg): 1. Correct",
            Assert.ThrowsAny<DataException>(() => ListRules.CheckNoGap(new(["a.jpg", "b.jpg"], [0, 2]), "train.txt")).Message, StringComparison.Ordinal);
        Assert.Contains("Found no picture of 899999 label(s) in train.txt, expected each from 0 to the highest, which is 900000 (b.jpg): 1, 2, 3, 4, 5, .... Correct",
            Assert.ThrowsAny<DataException>(() => ListRules.CheckNoGap(new(["a.jpg", "b.jpg", "c.jpg"], [0, 900_000, 900_000]), "train.txt")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_classes_are_a_line_for_each_label()
    {
        Assert.Equal(["big dog", "cat"], ClassNameList.Read(Write("big dog\r\ncat\n\n"), 2));
        Refused("cat\n", "Found 1 line(s) in ");
        Refused("cat\ndog\ncow\n", "Found 3 line(s) in ");
        Refused("\ncat\n", "that cannot be taken: \"\" (0 characters)");
        Refused("cat\nCat\n", "Found the classes cat and Cat");
        Assert.Contains("none.txt", Assert.ThrowsAny<DataException>(() => ClassNameList.Read(_folder.At("none.txt"), 2)).Message, StringComparison.Ordinal);

        void Refused(string text, string part) => Assert.Contains(part, Assert.ThrowsAny<DataException>(() => ClassNameList.Read(Write(text), 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_without_names_are_called_by_their_folders_where_each_has_one_of_its_own()
    {
        Assert.Equal(["airfield", "park/city"], ListedNames.Of(new(["train/airfield/1.jpg", "train/park/city/2.jpg", "train/airfield/3.jpg"], [0, 1, 0])));
        Assert.Equal(["0", "1"], ListedNames.Of(new(["train/a/1.jpg", "train/b/2.jpg", "train/b/3.jpg"], [0, 1, 0])));
        Assert.Equal(["0", "1"], ListedNames.Of(new(["a/1.jpg", "a/2.jpg"], [0, 1])));
        Assert.Equal(["0", "1", "2"], ListedNames.Of(new(["a/1.jpg", "b/2.jpg"], [0, 2])));
    }

    string Annotated(string categories, int category) =>
        Write($$"""{"categories": {{categories}}, "annotations": [{"fpath": "a.jpg", "category_id": {{category}}}]}""");

    string Write(string text)
    {
        string path = _folder.At($"{Guid.NewGuid():n}.txt");
        File.WriteAllText(path, text);
        return path;
    }
}
