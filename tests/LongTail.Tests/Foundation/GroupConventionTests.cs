using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Tests.Foundation;

public class GroupConventionTests
{
    [Theory]
    [InlineData(0, ShotGroup.Few, ShotGroup.Few)]
    [InlineData(1, ShotGroup.Few, ShotGroup.Few)]
    [InlineData(19, ShotGroup.Few, ShotGroup.Few)]
    [InlineData(20, ShotGroup.Medium, ShotGroup.Few)]
    [InlineData(21, ShotGroup.Medium, ShotGroup.Medium)]
    [InlineData(99, ShotGroup.Medium, ShotGroup.Medium)]
    [InlineData(100, ShotGroup.Medium, ShotGroup.Many)]
    [InlineData(101, ShotGroup.Many, ShotGroup.Many)]
    [InlineData(int.MaxValue, ShotGroup.Many, ShotGroup.Many)]
    public void The_two_conventions_differ_at_exactly_20_and_100_images(int images, ShotGroup kang, ShotGroup oltr)
    {
        Assert.Equal(kang, GroupConvention.Kang.GroupOf(images));
        Assert.Equal(oltr, GroupConvention.Oltr.GroupOf(images));
    }

    // methods.md 1.1: CIFAR-100-LT 100 and CIFAR-10-LT 100 by Kang's rule.
    [Fact]
    public void The_published_sets_have_the_published_groups()
    {
        Assert.Equal((35, 35, 30), Sizes(GroupConvention.Kang, new ExponentialProfile(100).Keep(Enumerable.Repeat(500, 100).ToArray())));
        Assert.Equal((69, 31, 0), Sizes(GroupConvention.Kang, new ExponentialProfile(10).Keep(Enumerable.Repeat(500, 100).ToArray())));
        Assert.Equal((8, 2, 0), Sizes(GroupConvention.Kang, new ExponentialProfile(100).Keep(Enumerable.Repeat(5000, 10).ToArray())));
        Assert.Equal((35, 34, 31), Sizes(GroupConvention.Oltr, new ExponentialProfile(100).Keep(Enumerable.Repeat(500, 100).ToArray())));
    }

    [Fact]
    public void An_unknown_convention_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => ((GroupConvention)9).GroupOf(5));

    static (int Many, int Medium, int Few) Sizes(GroupConvention convention, int[] counts)
    {
        ILookup<ShotGroup, int> groups = counts.ToLookup(count => convention.GroupOf(count));
        return (groups[ShotGroup.Many].Count(), groups[ShotGroup.Medium].Count(), groups[ShotGroup.Few].Count());
    }
}
