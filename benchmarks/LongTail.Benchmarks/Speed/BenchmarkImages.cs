using System.Buffers.Binary;
using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Benchmarks.Speed;

/// <summary>CIFAR-10-LT with ratio 100, or noise in its place: 12,406 training and 10,000 test images. The speed is the same.</summary>
static class BenchmarkImages
{
    const int TestImagesPerClass = 1000;

    /// <summary>What is trained on.</summary>
    public static TrainingSet Set { get; } = new() { Set = "cifar10", Profile = new ExponentialProfile(100) };

    /// <summary>The set of that name in the catalog.</summary>
    public static KnownSet Known { get; } = DataCatalog.Find(Set.Set);

    /// <summary>Opens the folder's files.</summary>
    /// <param name="folder">Null for noise.</param>
    /// <exception cref="DataException">The files are missing or damaged.</exception>
    public static DataSplit Open(string? folder) => folder is not null ? DataCatalog.Open(Set, folder) : Noise(new Seed(0));

    static DataSplit Noise(Seed seed)
    {
        int classes = Known.ClassNames.Length;
        int[] keep = Set.Profile.Keep([.. Enumerable.Repeat(5000, classes)]);
        int[] test = [.. Enumerable.Repeat(TestImagesPerClass, classes)];
        return new(Noise(keep, seed.For("noise/train")), Noise(test, seed.For("noise/test")), Fingerprint: "");
    }

    static ResidentImageSet Noise(int[] counts, CounterRandom random)
    {
        byte[] pixels = new byte[counts.Sum() * Known.Shape.Bytes];
        for (int i = 0; i + sizeof(ulong) <= pixels.Length; i += sizeof(ulong))
            BinaryPrimitives.WriteUInt64LittleEndian(pixels.AsSpan(i), random.Bits((ulong)i));
        return new(Known.Shape, pixels, [.. counts.SelectMany((count, label) => Enumerable.Repeat(label, count))], Known.ClassNames);
    }
}
