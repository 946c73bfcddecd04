using System.IO.Compression;
using CsCheck;
using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Tests.Data;

/// <summary>Laws that hold for every input; CsCheck prints the seed of a failure.</summary>
public class DataPropertyTests
{
    static readonly Gen<int[]> Available = Gen.Int[0, 300].Array[1, 30];

    [Fact]
    public void A_profile_never_asks_for_more_than_there_is_and_falls_with_the_label() =>
        Gen.Select(Available, Gen.Double[1, 1000], Gen.Double[0.01, 0.99]).Sample((available, ratio, tail) =>
        {
            foreach (LongTailProfile profile in new LongTailProfile[] { new ExponentialProfile(ratio), new StepProfile(ratio) { TailFraction = tail } })
            {
                int[] keep = profile.Keep(available);
                Assert.Equal(available.Length, keep.Length);
                for (int label = 0; label < keep.Length; label++) Assert.InRange(keep[label], 0, available[label]);
                for (int label = 1; label < keep.Length; label++) Assert.True(keep[label] <= keep[label - 1]);
            }
        }, iter: 300);

    [Fact]
    public void The_largest_class_could_not_be_one_image_larger() =>
        Gen.Select(Available, Gen.Double[1, 1000]).Sample((available, ratio) =>
        {
            int largest = new ExponentialProfile(ratio).Keep(available)[0];
            Assert.Throws<DataException>(() => new ExponentialProfile(ratio) { Largest = largest + 1 }.Keep(available));
        }, iter: 300);

    [Fact]
    public void A_cut_takes_as_many_different_images_of_each_class_as_asked() =>
        Gen.Select(Gen.Int[0, 4].Array[1, 200], Gen.Int[0, int.MaxValue]).Sample((labels, seed) =>
        {
            int[] keep = [.. ClassCounts.Of(labels, 5).ToImmutableArray().Select(count => count / 2)];
            int[] chosen = SubsetDraw.Indices([.. labels], keep, seed);
            Assert.Equal(chosen.Length, chosen.Distinct().Count());
            Assert.Equal(keep, ClassCounts.Of([.. chosen.Select(image => labels[image])], 5).ToImmutableArray());
        }, iter: 300);

    [Fact]
    public void No_bytes_make_the_IDX_reader_fail_in_another_way_than_with_a_data_exception() =>
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Bool, Gen.Bool).Sample((tail, withHeader, packed) =>
        {
            byte[] contents = withHeader ? [0, 0, 8, 3, .. tail] : tail;
            if (packed) contents = Gzip(contents);
            try
            {
                IdxFile file = IdxFile.Parse("file", contents, dimensions: 3);
                Assert.Equal(file.Values.Length, file.Dimensions.Aggregate(1, (product, size) => product * size));
            }
            catch (DataException fault)
            {
                Assert.Contains("file", fault.Message, StringComparison.Ordinal);
            }
        }, iter: 2000);

    static byte[] Gzip(byte[] contents)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest)) gzip.Write(contents);
        return packed.ToArray();
    }
}
