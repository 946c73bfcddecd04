using LongTail.Foundation;

namespace LongTail.Tests.Foundation;

public class ClassCountsTests
{
    [Fact]
    public void Labels_are_counted_also_where_a_class_has_none()
    {
        ClassCounts counts = ClassCounts.Of([2, 0, 2, 2], 4);
        Assert.Equal([1, 0, 3, 0], counts.ToImmutableArray());
        Assert.Equal((4, 4, 3, 0), (counts.Classes, counts.Total, counts.Largest, counts.Smallest));
        Assert.Equal(3, counts[2]);
    }

    [Fact]
    public void The_imbalance_ratio_is_largest_over_smallest()
    {
        Assert.Equal(100, new ClassCounts(5000, 387, 50).ImbalanceRatio);
        Assert.Equal(1, new ClassCounts(7).ImbalanceRatio);
        Assert.Equal(double.PositiveInfinity, new ClassCounts(3, 0).ImbalanceRatio);
    }

    [Fact]
    public void Nothing_can_change_the_counts_afterwards()
    {
        int[] given = [5, 4];
        ClassCounts counts = new(given);
        given[0] = 99;
        Assert.Equal(5, counts[0]);
    }

    [Fact]
    public void No_class_and_negative_counts_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ClassCounts());
        Assert.Contains("-1 images", Assert.Throws<ArgumentException>(() => new ClassCounts(3, -1)).Message, StringComparison.Ordinal);
    }
}
