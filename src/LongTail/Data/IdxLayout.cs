using System.Collections.Immutable;

namespace LongTail.Data;

/// <summary>The four IDX files of MNIST and the sets that took over its form.</summary>
static class IdxLayout
{
    public const string TrainImages = "train-images-idx3-ubyte", TrainLabels = "train-labels-idx1-ubyte";
    public const string TestImages = "t10k-images-idx3-ubyte", TestLabels = "t10k-labels-idx1-ubyte";

    /// <summary>All images are 28 x 28 in grey.</summary>
    public static readonly ImageShape Shape = new(28, 28, 1);

    public static SetFiles FashionMnist { get; } = Files("Fashion-MNIST", ["FashionMNIST/raw", "fashion-mnist"],
        "On Debian and Ubuntu, apt install dataset-fashion-mnist puts them into /usr/share/datasets/fashion-mnist; elsewhere download them from https://github.com/zalandoresearch/fashion-mnist.");

    public static SetFiles Mnist { get; } = Files("MNIST", ["MNIST/raw", "mnist"],
        "Download them from https://yann.lecun.com/exdb/mnist/ or a mirror of it.");

    static SetFiles Files(string title, ImmutableArray<string> folders, string source) => new()
    {
        Title = title,
        Names = [TrainImages, TrainLabels, TestImages, TestLabels],
        Endings = ["", ".gz"],
        Folders = folders,
        Source = source,
    };
}
