using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using LongTail.Data;

namespace LongTail.Benchmarks.Micro;

/// <summary>Reading a set from its files, and cutting it to a long tail with a fingerprint: files of CIFAR-10's and Fashion-MNIST's size, filled with a pattern.</summary>
public class DecodingBenchmarks
{
    const int Classes = 10, TestImages = 10_000, CifarPart = 10_000, IdxImages = 60_000;

    readonly KnownSet _cifar10 = DataCatalog.Find("cifar10"), _fashionMnist = DataCatalog.Find("fashion-mnist"), _embedded = DataCatalog.Find("fashion-lt");
    string _folder = "";

    [GlobalSetup]
    public void WriteFiles()
    {
        _folder = Directory.CreateTempSubdirectory("longtail-decoding-").FullName;
        foreach (string name in (string[])[.. Enumerable.Range(1, 5).Select(part => $"data_batch_{part}.bin"), "test_batch.bin"])
            Write(name, [], CifarPart, 3 * 32 * 32, labelled: true);
        foreach ((string part, int images) in (ReadOnlySpan<(string, int)>)[("train", IdxImages), ("t10k", TestImages)])
        {
            Write($"{part}-images-idx3-ubyte", [0x0803, images, 28, 28], images, 28 * 28, labelled: false);
            Write($"{part}-labels-idx1-ubyte", [0x0801, images], images, 0, labelled: true);
        }
    }

    [GlobalCleanup]
    public void RemoveFiles() => Directory.Delete(_folder, recursive: true);

    [Benchmark(Baseline = true)]
    public PublishedSet Cifar10() => _cifar10.Read(_folder);

    [Benchmark]
    public DataSplit Cifar10LongTailed() => DataCatalog.Open(new() { Set = "cifar10", Profile = new ExponentialProfile(100) }, _folder);

    [Benchmark]
    public PublishedSet FashionMnist() => _fashionMnist.Read(_folder);

    [Benchmark]
    public PublishedSet EmbeddedFashionLt() => _embedded.Read(null);

    // Labels go round; a pixel byte is its place.
    void Write(string name, int[] header, int records, int pixels, bool labelled)
    {
        using FileStream file = File.Create(Path.Combine(_folder, name));
        byte[] number = new byte[sizeof(int)];
        foreach (int value in header)
        {
            BinaryPrimitives.WriteInt32BigEndian(number, value);
            file.Write(number);
        }
        byte[] pattern = [.. Enumerable.Range(0, pixels).Select(place => (byte)place)];
        for (int record = 0; record < records; record++)
        {
            if (labelled) file.WriteByte((byte)(record % Classes));
            file.Write(pattern);
        }
    }
}
