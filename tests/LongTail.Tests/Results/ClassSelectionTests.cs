using LongTail.Foundation;
using LongTail.Results;

namespace LongTail.Tests.Results;

public sealed class ClassSelectionTests
{
    [Theory]
    [InlineData("few", new[] { 2, 3 }, new[] { 500, 100, 19, 5 })]
    [InlineData("medium", new[] { 1 }, new[] { 500, 50, 101 })]
    [InlineData("last two classes", new[] { 2, 0 }, new[] { 101, 500, 101 })]
    public void The_tail_is_the_rarest_group_there_is_or_the_two_smallest_classes(string name, int[] labels, int[] counts)
    {
        ClassSelection tail = ClassSelection.Tail(new(counts), GroupConvention.Kang);
        Assert.Equal(name, tail.Name);
        Assert.Equal(labels, tail.Labels);
    }

    [Fact]
    public void The_last_two_classes_are_the_smallest_wherever_they_stand() =>
        Assert.Equal([1, 2], ClassSelection.LastTwo(new(50, 5, 6, 70)).Labels);

    [Fact]
    public void Classes_count_alike_in_a_group_and_images_alike_over_all()
    {
        EvaluationResult evaluation = new([10, 30, 0], [10, 15, 0], [10, 30, 0]);
        ClassCounts counts = new(500, 300, 200);
        Assert.Equal(25.0 / 40, ClassSelection.All(counts).Accuracy(evaluation));
        Assert.Equal((1 + 0.5) / 2, ClassSelection.Of(ShotGroup.Many, counts, GroupConvention.Kang).Accuracy(evaluation));
        Assert.False(ClassSelection.Of(ShotGroup.Few, counts, GroupConvention.Kang).HasTestImages(evaluation));
    }
}
