using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Benchmarks.Micro;

/// <summary>Class sizes like those of iNaturalist 2018, the largest long-tailed set in use: 437,513 images of 8,142 classes, 1,000 down to 2.</summary>
static class NaturalSet
{
    public const int Images = 437_513, Classes = 8_142, Largest = 1000, Smallest = 2;

    // Gives 437,507 images; the classes after the largest get one more each until the number is right.
    const double Power = 5.347;

    /// <summary>Images of each class, in descending order.</summary>
    public static ClassCounts Counts { get; } = MakeCounts();

    static ClassCounts MakeCounts()
    {
        int[] counts = new ParetoProfile(Power, Largest, Smallest).Keep([.. Enumerable.Repeat(Largest, Classes)]);
        int missing = Images - counts.Sum();
        for (int label = 1; label <= missing; label++) counts[label]++;
        return new(counts);
    }
}
