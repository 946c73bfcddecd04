using System.Collections.Immutable;
using System.Text;
using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Tests.Data;

public sealed class CifarReaderTests : IDisposable
{
    static readonly ImmutableArray<string> Names = ["cat", "dog", "ship"];
    static readonly CifarLayout Ten = CifarLayout.Ten with { TrainRecords = 2, TestRecords = 1 };
    static readonly CifarLayout Hundred = CifarLayout.Hundred with { TrainRecords = 3, TestRecords = 2 };

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Colours_of_a_pixel_come_to_lie_together()
    {
        WriteTen();
        byte[] record = Record([1], red: pixel => pixel % 256, green: pixel => pixel / 256, blue: _ => 200);
        _folder.Write("test_batch.bin", record);
        ResidentImageSet test = (ResidentImageSet)CifarReader.Read(Ten, Names, _folder.Path).Test;
        Assert.Equal(new ImageShape(32, 32, 3), test.Shape);
        Assert.Equal([5 * 32 + 7, 0, 200], test.Pixels.Span.Slice((5 * 32 + 7) * 3, 3).ToArray());      // row 5, column 7
        Assert.Equal([300 % 256, 300 / 256, 200], test.Pixels.Span.Slice(300 * 3, 3).ToArray());
        Assert.Equal([1], test.Labels);
    }

    [Fact]
    public void The_five_training_files_follow_one_another_in_order()
    {
        WriteTen();
        ResidentImageSet train = (ResidentImageSet)CifarReader.Read(Ten, Names, _folder.Path).Train;
        Assert.Equal([1, 1, 2, 2, 0, 0, 1, 1, 2, 2], train.Labels);
        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4, 5, 5], Enumerable.Range(0, 10).Select(image => (int)train.Pixels.Span[image * 3072]));
    }

    [Fact]
    public void Images_come_in_the_order_they_are_asked_for()
    {
        WriteTen();
        ResidentImageSet chosen = ((ResidentImageSet)CifarReader.Read(Ten, Names, _folder.Path).Train).Select([9, 0, 5, 4, 9]);
        Assert.Equal([5, 1, 3, 3, 5], Enumerable.Range(0, 5).Select(image => (int)chosen.Pixels.Span[image * 3072]));
        Assert.Equal([2, 1, 0, 0, 2], chosen.Labels);
    }

    [Fact]
    public void A_file_that_changes_after_its_labels_were_read_is_reported()
    {
        WriteTen();
        ResidentImageSet train = (ResidentImageSet)CifarReader.Read(Ten, Names, _folder.Path).Train;
        string path = _folder.Write("data_batch_4.bin", new byte[3073]);
        Assert.Equal(2, train.Select([0, 1]).Count);
        AssertFault(() => train.Select([0, 6]), path, "3073 bytes", "cut short");
        File.Delete(path);
        AssertFault(() => train.Pixels, path, "cannot be read");
        _folder.Write("data_batch_4.bin", [.. Record([1]), .. Record([2])]);
        AssertFault(() => train.Select([7]), path, "label 2", "record 1", "label 1");
        WriteTen();
        Assert.Equal(10 * 3072, train.Pixels.Length);
    }

    [Fact]
    public void What_is_in_memory_is_not_read_again()
    {
        WriteTen();
        ResidentImageSet train = (ResidentImageSet)CifarReader.Read(Ten, Names, _folder.Path).Train;
        Assert.Equal(10 * 3072, train.Pixels.Length);
        foreach (string file in Directory.GetFiles(_folder.Path)) File.Delete(file);
        ReadOnlyMemory<byte> chosen = train.Select([9, 0]).Pixels;
        Assert.Equal((5, 1), (chosen.Span[0], chosen.Span[3072]));
        Assert.Equal(4, train.OfClasses([1]).Count);
    }

    [Fact]
    public void The_second_label_byte_of_CIFAR_100_is_the_class()
    {
        _folder.Write("train.bin", [.. Record([19, 2]), .. Record([0, 1]), .. Record([7, 0])]);
        _folder.Write("test.bin", [.. Record([200, 1]), .. Record([5, 2])]);
        PublishedSet set = CifarReader.Read(Hundred, Names, _folder.Path);
        Assert.Equal([2, 1, 0], set.Train.Labels);
        Assert.Equal([1, 2], set.Test.Labels);
    }

    [Fact]
    public void The_folder_of_the_official_archive_is_found_inside_the_given_one()
    {
        WriteTen("cifar-10-batches-bin/");
        Assert.Equal(10, CifarReader.Read(Ten, Names, _folder.Path).Train.Count);
    }

    [Fact]
    public void A_missing_file_is_named_with_the_way_to_get_it()
    {
        WriteTen();
        File.Delete(Path.Combine(_folder.Path, "data_batch_3.bin"));
        AssertFault(Ten, _folder.Path, "without data_batch_3.bin", "test_batch.bin", "cifar-10-binary.tar.gz");
    }

    [Fact]
    public void A_missing_folder_is_named() => AssertFault(Ten, "/no/such/folder", "no folder /no/such/folder", "data_batch_1.bin", "https://");

    [Fact]
    public void No_folder_at_all_is_a_fault_too() => AssertFault(Ten, null, "no data folder", "data_batch_1.bin");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3073)]
    [InlineData(6145)]
    public void A_file_that_is_cut_short_is_reported_even_at_the_end_of_a_record(int length)
    {
        WriteTen();
        string path = _folder.Write("data_batch_2.bin", new byte[length]);
        AssertFault(Ten, _folder.Path, path, $"{length} bytes", "6146", "cut short");
    }

    [Fact]
    public void Bytes_after_the_last_record_are_reported()
    {
        WriteTen();
        string path = _folder.Write("test_batch.bin", new byte[3074 + 3]);
        AssertFault(Ten, _folder.Path, path, "3077 bytes", "3073", "after the last record");
    }

    [Fact]
    public void Records_of_the_other_CIFAR_are_recognised()
    {
        WriteTen();
        _folder.Write("data_batch_1.bin", new byte[2 * 3074]);
        AssertFault(Ten, _folder.Path, "2 label byte(s), not 1", "the other CIFAR");
    }

    [Fact]
    public void A_label_out_of_range_is_reported_with_record_value_and_range()
    {
        WriteTen();
        string path = _folder.Write("data_batch_4.bin", [.. Record([2]), .. Record([3])]);
        AssertFault(Ten, _folder.Path, path, "label 3", "record 1", "0 to 2");
    }

    [Theory]
    [InlineData("cat\nship\ndog\n", "ship for class 1", "expected dog")]
    [InlineData("cat\ndog\n", "no name for class 2", "expected ship")]
    [InlineData("cat\ndog\nship\nplane\n", "plane for class 3", "no more names")]
    public void Class_names_that_disagree_are_reported(string file, string found, string expected)
    {
        WriteTen();
        _folder.Write("batches.meta.txt", Encoding.UTF8.GetBytes(file));
        AssertFault(Ten, _folder.Path, found, expected, "batches.meta.txt");
    }

    [Fact]
    public void Blank_lines_after_the_class_names_do_not_matter()
    {
        WriteTen();
        _folder.Write("batches.meta.txt", "cat\r\ndog\r\nship\r\n\r\n"u8.ToArray());
        Assert.Equal(Names, CifarReader.Read(Ten, Names, _folder.Path).Train.ClassNames);
    }

    void WriteTen(string inner = "")
    {
        for (int file = 1; file <= 5; file++)
        {
            byte[] record = Record([(byte)(file % 3)], red: _ => file);
            _folder.Write($"{inner}data_batch_{file}.bin", [.. record, .. record]);
        }
        _folder.Write($"{inner}test_batch.bin", Record([0]));
    }

    static byte[] Record(byte[] labels, Func<int, int>? red = null, Func<int, int>? green = null, Func<int, int>? blue = null) =>
        [.. labels, .. Plane(red), .. Plane(green), .. Plane(blue)];

    static IEnumerable<byte> Plane(Func<int, int>? value) => Enumerable.Range(0, 1024).Select(pixel => (byte)(value?.Invoke(pixel) ?? 0));

    static void AssertFault(CifarLayout layout, string? folder, params string[] parts) => AssertFault(() => CifarReader.Read(layout, Names, folder), parts);

    static void AssertFault(Func<object> read, params string[] parts)
    {
        string message = Assert.Throws<DataException>(read).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.Contains("expected", message, StringComparison.OrdinalIgnoreCase);
    }
}
