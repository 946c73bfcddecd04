using System.Buffers.Binary;
using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Testing;

/// <summary>A few noisy pictures of stripes in the files of MNIST, so that whole runs take milliseconds.</summary>
static class TinySet
{
    public const string TrainImages = "train-images-idx3-ubyte";
    public const int Images = 52;

    public static ImmutableArray<int> Counts { get; } = [12, 10, 8, 6, 5, 4, 3, 2, 1, 1];

    public static ClassCounts ClassCounts { get; } = new(Counts.AsSpan());

    public static TrainingSet Data => new() { Set = "mnist" };

    /// <summary>Two classes of many images, three in between and five of few, in no order; the lines are OLTR's.</summary>
    public static ImmutableArray<int> ThreeGroups { get; } = [12, 100, 30, 5, 104, 25, 2, 21, 8, 1];

    public static void Write(string folder) => Write(folder, Counts);

    public static void Write(string folder, ImmutableArray<int> counts)
    {
        Directory.CreateDirectory(folder);
        Write(folder, "train", counts);
        Write(folder, "t10k", [.. Enumerable.Repeat(3, 10)]);
    }

    static void Write(string folder, string part, ImmutableArray<int> counts)
    {
        CounterRandom noise = new Seed(0).For(part);
        byte[] labels = [.. counts.SelectMany((count, label) => Enumerable.Repeat((byte)label, count))];
        byte[] pixels = new byte[labels.Length * 28 * 28];
        for (int i = 0; i < pixels.Length; i++)
        {
            (int label, int row, int column) = (labels[i / 784], i / 28 % 28, i % 28);
            double angle = Math.PI * label / 10;
            pixels[i] = (byte)Math.Clamp(128 + 80 * Math.Sin(row * Math.Sin(angle) + column * Math.Cos(angle)) + 30 * noise.Normal((ulong)i), 0, 255);
        }
        File.WriteAllBytes(Path.Combine(folder, $"{part}-images-idx3-ubyte"), [.. Header(labels.Length, 28, 28), .. pixels]);
        File.WriteAllBytes(Path.Combine(folder, $"{part}-labels-idx1-ubyte"), [.. Header(labels.Length), .. labels]);
    }

    static byte[] Header(params int[] dimensions)
    {
        byte[] header = new byte[4 + 4 * dimensions.Length];
        header[2] = 8;   // bytes
        header[3] = (byte)dimensions.Length;
        for (int i = 0; i < dimensions.Length; i++) BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), dimensions[i]);
        return header;
    }
}
