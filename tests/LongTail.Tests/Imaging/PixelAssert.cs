namespace LongTail.Tests.Imaging;

/// <summary>Compares pictures by their bytes and tells how they differ.</summary>
static class PixelAssert
{
    /// <summary>No byte differs by more than a limit.</summary>
    public static void Within(int limit, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, string what)
    {
        Assert.True(expected.Length == actual.Length, $"{what}: {actual.Length} bytes instead of {expected.Length}.");
        (int largest, int place, int different, double sum) = (0, 0, 0, 0);
        for (int i = 0; i < expected.Length; i++)
        {
            int difference = Math.Abs(expected[i] - actual[i]);
            if (difference > 0) different++;
            if (difference > largest) (largest, place) = (difference, i);
            sum += difference;
        }
        Assert.True(largest <= limit, $"{what}: {different} of {expected.Length} bytes differ, by {sum / expected.Length:0.###} in the mean and by {largest} at byte {place}: {actual[place]} instead of {expected[place]}.");
    }

    /// <summary>Mean difference of the bytes.</summary>
    public static double MeanDifference(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double sum = 0;
        for (int i = 0; i < expected.Length; i++) sum += Math.Abs(expected[i] - actual[i]);
        return sum / expected.Length;
    }
}
