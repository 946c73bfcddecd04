using System.Collections.Immutable;

namespace LongTail.Data;

/// <summary>The binary layout of CIFAR: records of one or two label bytes and 3,072 pixel bytes, red plane, green plane, blue plane.</summary>
/// <remarks>Krizhevsky 2009; https://www.cs.toronto.edu/~kriz/cifar.html, "binary version".</remarks>
sealed record CifarLayout
{
    /// <summary>All images are 32 x 32 in colour.</summary>
    public static readonly ImageShape Shape = new(32, 32, 3);

    public required SetFiles Files { get; init; }
    public required ImmutableArray<string> TrainFiles { get; init; }
    public required string TestFile { get; init; }

    /// <summary>One class name per line. May be missing; when it is there it must agree with the names we know.</summary>
    public required string NamesFile { get; init; }

    /// <summary>Label bytes before the pixels; the last of them is the class. CIFAR-100 has a superclass before it, which is not used.</summary>
    public required int LabelBytes { get; init; }

    /// <summary>Records in each training file. A file with fewer is damaged, even when it ends with a whole record.</summary>
    public required int TrainRecords { get; init; }

    /// <summary>Records in the test file.</summary>
    public required int TestRecords { get; init; }

    public int RecordBytes => LabelBytes + Shape.Bytes;

    static readonly ImmutableArray<string> TenTrainFiles = [.. Enumerable.Range(1, 5).Select(part => $"data_batch_{part}.bin")];

    public static CifarLayout Ten { get; } = new()
    {
        Files = Official("CIFAR-10", "cifar-10-binary.tar.gz", "cifar-10-batches-bin", [.. TenTrainFiles, "test_batch.bin"]),
        TrainFiles = TenTrainFiles,
        TestFile = "test_batch.bin",
        NamesFile = "batches.meta.txt",
        LabelBytes = 1,
        TrainRecords = 10_000,
        TestRecords = 10_000,
    };

    public static CifarLayout Hundred { get; } = new()
    {
        Files = Official("CIFAR-100", "cifar-100-binary.tar.gz", "cifar-100-binary", ["train.bin", "test.bin"]),
        TrainFiles = ["train.bin"],
        TestFile = "test.bin",
        NamesFile = "fine_label_names.txt",
        LabelBytes = 2,
        TrainRecords = 50_000,
        TestRecords = 10_000,
    };

    static SetFiles Official(string title, string archive, string folder, ImmutableArray<string> files) => new()
    {
        Title = $"{title} (binary version)",
        Names = files,
        Folders = [folder],
        Source = $"Download {archive} from https://www.cs.toronto.edu/~kriz/cifar.html and unpack it there.",
    };
}
