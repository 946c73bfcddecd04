using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Pictures;
using LongTail.Tests.Data;

namespace LongTail.Tests.Pictures;

public sealed class ListTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_is_a_path_and_behind_the_last_blank_a_label()
    {
        PictureList list = ListFile.Read(Write("train/cat/1.jpg 0\r\n./train/a big dog/2.jpg\t12\n\ntrain\\dog\\3.jpg 1"));
        Assert.Equal([("train/cat/1.jpg", 0), ("train/a big dog/2.jpg", 12), ("train/dog/3.jpg", 1)], list.Paths.Zip(list.Labels));
    }

    [Theory]
    [InlineData("a.jpg 0\nb.jpg\nc.jpg x\nd.jpg -1", "Found 3 line(s)", "line 2: \"b.jpg\"; line 3: \"c.jpg x\"; line 4: \"d.jpg -1\"")]
    [InlineData("a.jpg 99999999999", "Found 1 line(s)", "line 1")]
    [InlineData("a.jpg 1000000", "Found 1 label(s) out of range", "line 1: 1000000")]
    [InlineData("../a.jpg 0\n/b.jpg 1\nc/../../d.jpg 1\ne..f.jpg 1", "Found 3 path(s) that lead out", "line 1: ../a.jpg; line 2: /b.jpg; line 3: c/../../d.jpg")]
    [InlineData("a.jpg 0\nb.jpg 1\na.jpg 1", "Found 1 picture(s) with two labels", "line 3: a.jpg with label 1, at line 1 with 0")]
    [InlineData("a.jpg 0\nb.jpg 1\na.jpg 0", "Found 1 picture(s) listed twice", "line 3: a.jpg with label 0, at line 1 with 0")]
    public void What_is_wrong_is_counted_and_the_first_are_named(string text, string count, string first)
    {
        string message = Assert.Throws<DataException>(() => ListFile.Read(Write(text))).Message;
        Assert.Contains(count, message, StringComparison.Ordinal);
        Assert.Contains(first, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_is_not_there_is_named() =>
        Assert.Contains("none.txt", Assert.Throws<DataException>(() => ListFile.Read(_folder.At("none.txt"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_table_names_classes_by_name_or_by_number()
    {
        (PictureList named, ImmutableArray<string>? names) = CsvList.Read(Write("id,Path,Class\n7,\"a, b.jpg\",dog\n8,c.jpg,cat\n"), null);
        Assert.Equal(["cat", "dog"], names!.Value);
        Assert.Equal([("a, b.jpg", 1), ("c.jpg", 0)], named.Paths.Zip(named.Labels));
        Assert.Equal([1], CsvList.Read(Write("file;label\nx.jpg;dog\n"), names).List.Labels);
        (PictureList numbered, names) = CsvList.Read(Write("file\tlabel\nx.jpg\t3\ny.jpg\t0\n"), null);
        Assert.Null(names);
        Assert.Equal([3, 0], numbered.Labels);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "Found 0 columns for the path")]
    [InlineData("path,file,label\n1,2,3\n", "Found 2 columns for the path")]
    [InlineData("path,label\na.jpg\n", "Found no readable table")]
    [InlineData("", "Found")]
    [InlineData("path,label\na.jpg,0\na.jpg,1\n", "row 3: a.jpg with label 1, at row 2 with 0")]
    public void A_table_of_another_form_is_refused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<DataException>(() => CsvList.Read(Write(text), null)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_test_picture_of_an_unknown_class_is_refused() =>
        Assert.Contains("Found the class cow in row 2", Assert.Throws<DataException>(() => CsvList.Read(Write("path,label\na.jpg,cow\n"), ["cat", "dog"])).Message, StringComparison.Ordinal);

    [Fact]
    public void Annotations_are_read_in_the_form_of_COCO_and_in_that_of_BBN()
    {
        (PictureList coco, ImmutableArray<string>? names) = AnnotationFile.Read(Write("""
            {"info": {"year": 2018}, "images": [{"id": 9, "file_name": "train_val2018/Aves/2761/b.jpg"}, {"id": 4, "file_name": "train_val2018/Aves/12/a.jpg"}],
             "categories": [{"id": 30, "name": "robin"}, {"id": 2, "name": "crow"}],
             "annotations": [{"id": 1, "image_id": 4, "category_id": 2}, {"id": 2, "image_id": 9, "category_id": 30}]}
            """));
        Assert.Equal(["crow", "robin"], names!.Value);
        Assert.Equal([("train_val2018/Aves/12/a.jpg", 0), ("train_val2018/Aves/2761/b.jpg", 1)], coco.Paths.Zip(coco.Labels));

        (PictureList bbn, names) = AnnotationFile.Read(Write("""{"annotations": [{"image_id": 1, "fpath": "x/a.jpg", "im_height": 3, "im_width": 4, "category_id": 5}], "num_classes": 6}"""));
        Assert.Null(names);
        Assert.Equal([("x/a.jpg", 5)], bbn.Paths.Zip(bbn.Labels));
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
        Assert.Contains(expected, Assert.Throws<DataException>(() => AnnotationFile.Read(Write(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void Classes_without_names_are_called_by_their_folders_where_each_has_one_of_its_own()
    {
        Assert.Equal(["airfield", "park/city"], ListedNames.Of(new(["train/airfield/1.jpg", "train/park/city/2.jpg", "train/airfield/3.jpg"], [0, 1, 0])));
        Assert.Equal(["0", "1"], ListedNames.Of(new(["train/a/1.jpg", "train/b/2.jpg", "train/b/3.jpg"], [0, 1, 0])));
        Assert.Equal(["0", "1"], ListedNames.Of(new(["a/1.jpg", "a/2.jpg"], [0, 1])));
        Assert.Equal(["0", "1", "2"], ListedNames.Of(new(["a/1.jpg", "b/2.jpg"], [0, 2])));
    }

    string Write(string text)
    {
        string path = _folder.At($"{Guid.NewGuid():n}.txt");
        File.WriteAllText(path, text);
        return path;
    }
}
