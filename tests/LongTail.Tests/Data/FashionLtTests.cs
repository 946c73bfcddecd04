using System.IO.Compression;
using System.Security.Cryptography;
using LongTail.Data;
using LongTail.Tools.CutFashionLt;

namespace LongTail.Tests.Data;

public class FashionLtTests
{
    const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    public static TheoryData<string, string, string> Files => new()
    {
        { "train-images-idx3-ubyte", "0888edf655abcdff6c41eab14f432effd4c39da5a3241af2ad30ac8086c19243", "e0abd8eb0b2364b921e96b1c64c9597b6c330f65e4431440c68b45f04e2dd6e0" },
        { "train-labels-idx1-ubyte", "ed1f368917a968b15ca5d4edee108e73a56c984ba1719bfce73ea41c9d96ce7f", "308ef3b2db14cade1b1d11bcafe270ae199b994e5ba52ff699932d2e1e1c3a2b" },
        { "t10k-images-idx3-ubyte", "fb366e16300b0656834bcd9aae86d0f2c1420eb0d730e85cfc1514654dcebfda", "661aaa9b146790c4abd01862d9937eff85d3468b576cc8b7847fc4916dd7cfac" },
        { "t10k-labels-idx1-ubyte", "eb38fdf2e7cddffd64c12cfddcab895a23599b60b02814c435fb3787b8eace28", "3584d3fa0c9311f33bfbafbe9af5db51d3183000a5ef20360a8af47590420c78" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void The_embedded_files_are_those_of_the_pinned_hashes(string name, string contents, string packed)
    {
        byte[] embedded = Embedded(name);
        Assert.Equal(contents, Sha256(Unpack(embedded)));
        Assert.Equal(packed, Sha256(embedded));
    }

    [Fact]
    public void The_embedded_set_opens_without_a_folder_and_has_the_sizes_its_origin_states()
    {
        DataSplit split = DataCatalog.Open(new TrainingSet { Set = "fashion-lt" }, folder: null, cancel: TestContext.Current.CancellationToken);
        Assert.Equal([500, 299, 179, 107, 64, 38, 23, 13, 8, 5], split.Counts.ToImmutableArray());
        Assert.Equal(Enumerable.Repeat(200, 10), split.Test.Counts.ToImmutableArray());
        Assert.Equal(new ImageShape(28, 28, 1), split.Train.Shape);
        Assert.Equal("ankle boot", split.Train.ClassNames[9]);
    }

    [Fact]
    public void The_fingerprint_of_the_embedded_set_never_changes() =>
        Assert.Equal("4ea7c0145375840b5b009192965034b2844cbda41bc121288d54a27ee0e92e63", DataCatalog.Open(new TrainingSet { Set = "fashion-lt" }, folder: null, cancel: TestContext.Current.CancellationToken).Fingerprint);

    [Fact]
    public void The_files_stay_small_enough_for_a_repository() =>
        Assert.InRange(Files.Sum(file => Embedded(file.Data.Item1).Length), 1, 2_000_000);

    [Theory]
    [MemberData(nameof(Files))]
    public void Packing_the_contents_again_gives_the_same_bytes(string name, string contents, string packed)
    {
        byte[] unpacked = Unpack(Embedded(name));
        Assert.Equal(contents, Sha256(unpacked));
        Assert.Equal(packed, Sha256(SteadyGzip.Pack(unpacked)));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Cutting_the_whole_Fashion_MNIST_again_gives_the_embedded_files()
    {
        Assert.SkipUnless(Directory.Exists(DebianFolder), "Needs Debian's package dataset-fashion-mnist.");
        foreach ((string name, byte[] contents) in FashionLtCut.Files(DebianFolder))
        {
            Assert.Equal(Unpack(Embedded(name)), contents);
            Assert.Equal(Embedded(name), SteadyGzip.Pack(contents));
        }
    }

    static byte[] Embedded(string name)
    {
        using Stream resource = typeof(DataCatalog).Assembly.GetManifestResourceStream($"fashion-lt/{name}.gz")!;
        using MemoryStream bytes = new();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }

    static byte[] Unpack(byte[] packed)
    {
        using GZipStream gzip = new(new MemoryStream(packed), CompressionMode.Decompress);
        using MemoryStream bytes = new();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }

    static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
