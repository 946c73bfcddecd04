using System.Collections.Immutable;

namespace LongTail.Cli.Downloads;

/// <summary>A file of a data set, as its authors publish it.</summary>
/// <param name="Address">Where.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Md5">The checksum its authors publish, 32 lower-case hexadecimal digits; they publish no better one.</param>
sealed record PublishedFile(Uri Address, long Bytes, string Md5)
{
    /// <summary>The folder in a .tar.gz archive that is unpacked; null for a file that is used as it is.</summary>
    public string? Folder { get; init; }

    /// <summary>Files of that folder that are unpacked; all must be there.</summary>
    public ImmutableArray<string> Members { get; init; } = [];

    /// <summary>Its name.</summary>
    public string Name => Path.GetFileName(Address.LocalPath);
}

/// <summary>A data set that can be fetched.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Files">What it consists of.</param>
sealed record PublishedData(string Name, ImmutableArray<PublishedFile> Files)
{
    const string Toronto = "https://www.cs.toronto.edu/~kriz/", Zalando = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";

    /// <summary>All of them.</summary>
    public static ImmutableArray<PublishedData> All { get; } =
    [
        new("cifar-10",
        [
            new(new(Toronto + "cifar-10-binary.tar.gz"), 170_052_171, "c32a1d4ab5d03f1284b67883e8d87530")
            {
                Folder = "cifar-10-batches-bin",
                Members = [.. Enumerable.Range(1, 5).Select(part => $"data_batch_{part}.bin"), "test_batch.bin", "batches.meta.txt"],
            },
        ]),
        new("cifar-100",
        [
            new(new(Toronto + "cifar-100-binary.tar.gz"), 168_513_733, "03b5dce01913d631647c71ecec9e9cb8")
            {
                Folder = "cifar-100-binary",
                Members = ["train.bin", "test.bin", "fine_label_names.txt", "coarse_label_names.txt"],
            },
        ]),
        new("fashion-mnist",
        [
            new(new(Zalando + "train-images-idx3-ubyte.gz"), 26_421_880, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
            new(new(Zalando + "train-labels-idx1-ubyte.gz"), 29_515, "25c81989df183df01b3e8a0aad5dffbe"),
            new(new(Zalando + "t10k-images-idx3-ubyte.gz"), 4_422_102, "bef4ecab320f06d8554ea6380940ec79"),
            new(new(Zalando + "t10k-labels-idx1-ubyte.gz"), 5_148, "bb300cfdad3c16e7a12a480ee83cd310"),
        ]),
    ];
}
