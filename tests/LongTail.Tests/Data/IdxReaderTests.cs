using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Tests.Data;

public sealed class IdxReaderTests : IDisposable
{
    const string TrainImages = "train-images-idx3-ubyte", TrainLabels = "train-labels-idx1-ubyte";
    static readonly ImmutableArray<string> Names = ["zero", "one", "two"];
    static readonly byte[] ThreeImages = [.. Enumerable.Range(0, 3 * 784).Select(i => (byte)(i % 251))];

    readonly TempFolder _folder = new();

    public IdxReaderTests()
    {
        foreach (string part in new[] { "train", "t10k" })
        {
            _folder.Write($"{part}-images-idx3-ubyte", Idx(ThreeImages, 3, 28, 28));
            _folder.Write($"{part}-labels-idx1-ubyte", Idx([2, 0, 1], 3));
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Images_and_labels_come_as_they_are_in_the_files()
    {
        ResidentImageSet train = (ResidentImageSet)Read().Train;
        Assert.Equal(new ImageShape(28, 28, 1), train.Shape);
        Assert.Equal(ThreeImages, train.Pixels.ToArray());
        Assert.Equal([2, 0, 1], train.Labels);
    }

    [Fact]
    public void Compressed_files_are_read_under_either_name()
    {
        File.Delete(Path.Combine(_folder.Path, TrainImages));
        _folder.Write(TrainImages + ".gz", Gzip(Idx(ThreeImages, 3, 28, 28)));
        _folder.Write(TrainLabels, Gzip(Idx([1, 1, 1], 3)));
        ResidentImageSet train = (ResidentImageSet)Read().Train;
        Assert.Equal(ThreeImages, train.Pixels.ToArray());
        Assert.Equal([1, 1, 1], train.Labels);
    }

    [Fact]
    public void Missing_files_are_named_with_the_way_to_get_them()
    {
        File.Delete(Path.Combine(_folder.Path, TrainImages));
        File.Delete(Path.Combine(_folder.Path, "t10k-labels-idx1-ubyte"));
        AssertFault("without train-images-idx3-ubyte, t10k-labels-idx1-ubyte", "dataset-fashion-mnist");
    }

    [Fact]
    public void A_file_of_another_kind_is_reported_with_its_first_bytes()
    {
        string path = _folder.Write(TrainImages, Idx([2, 0, 1], 3));
        AssertFault(path, "0x00000801", "expected 0x00000803");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public void A_file_that_ends_within_its_header_is_reported(int length)
    {
        string path = _folder.Write(TrainImages, Idx(ThreeImages, 3, 28, 28)[..length]);
        AssertFault(path, $"{length} bytes", "header of 16");
    }

    [Theory]
    [InlineData(16)]
    [InlineData(1000)]
    [InlineData(16 + 3 * 784 - 1)]
    public void A_plain_file_that_is_cut_short_is_reported(int length)
    {
        string path = _folder.Write(TrainImages, Idx(ThreeImages, 3, 28, 28)[..length]);
        AssertFault(path, "3 x 28 x 28");
    }

    [Fact]
    public void A_compressed_file_that_is_cut_short_is_reported_wherever_the_cut_is()
    {
        byte[] whole = Gzip(Idx(ThreeImages, 3, 28, 28));
        for (int length = 2; length < whole.Length; length++)
        {
            string path = _folder.Write(TrainImages, whole[..length]);
            AssertFault(path);
        }
    }

    [Fact]
    public void Flipped_bits_in_a_compressed_file_are_reported()
    {
        byte[] whole = Gzip(Idx(ThreeImages, 3, 28, 28));
        for (int at = 10; at < whole.Length; at++)          // the ten bytes before are about the file, not its contents
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x10;
            string path = _folder.Write(TrainImages, damaged);
            AssertFault(path);
        }
    }

    [Fact]
    public void Bytes_after_the_last_image_are_reported()
    {
        string path = _folder.Write(TrainImages, [.. Idx(ThreeImages, 3, 28, 28), 0]);
        AssertFault(path, "more bytes", "3 x 28 x 28");
    }

    [Theory]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    [InlineData(-1, 28, 28)]
    [InlineData(0, 28, 28)]
    [InlineData(2_000_000, 28, 28)]
    public void A_lying_header_is_reported_without_the_memory_it_asks_for(int images, int rows, int columns)
    {
        _folder.Write(TrainImages, Gzip(Idx(ThreeImages, images, rows, columns)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertFault("header", TrainImages);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void Images_of_another_size_are_reported()
    {
        string path = _folder.Write(TrainImages, Idx(new byte[3 * 27 * 28], 3, 27, 28));
        AssertFault(path, "27 x 28", "expected 28 x 28");
    }

    [Fact]
    public void Another_number_of_labels_than_images_is_reported()
    {
        string path = _folder.Write(TrainLabels, Idx([2, 0], 2));
        AssertFault(path, "3 images", "2 labels");
    }

    [Fact]
    public void A_label_out_of_range_is_reported_with_record_value_and_range()
    {
        string path = _folder.Write(TrainLabels, Idx([2, 3, 0], 3));
        AssertFault(path, "label 3", "record 1", "0 to 2");
    }

    [Fact]
    public void A_file_that_another_program_holds_is_reported()
    {
        string path = Path.Combine(_folder.Path, TrainImages);
        using FileStream held = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        AssertFault(path, "cannot be read");
    }

    PublishedSet Read() => IdxReader.Read(IdxLayout.FashionMnist, Names, _folder.Path);

    void AssertFault(params string[] parts)
    {
        string message = Assert.Throws<DataException>(Read).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.Contains("expected", message, StringComparison.OrdinalIgnoreCase);
    }

    static byte[] Idx(byte[] values, params int[] dimensions)
    {
        byte[] header = new byte[4 + 4 * dimensions.Length];
        (header[2], header[3]) = (8, (byte)dimensions.Length);
        for (int d = 0; d < dimensions.Length; d++) BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * d), dimensions[d]);
        return [.. header, .. values];
    }

    static byte[] Gzip(byte[] contents)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal)) gzip.Write(contents);
        return packed.ToArray();
    }
}
