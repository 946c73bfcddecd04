using LongTail.Losses;

namespace LongTail.Tests.Losses;

public class ClassThirdsTests
{
    [Theory]
    [InlineData(3, 1, 1, 1), InlineData(4, 1, 2, 1), InlineData(5, 1, 3, 1), InlineData(10, 3, 4, 3), InlineData(100, 33, 34, 33), InlineData(200, 66, 68, 66), InlineData(1000, 333, 334, 333)]
    public void Head_and_tail_are_a_third_of_the_classes_rounded_down(int classes, params int[] sizes) =>
        Assert.Equal(sizes, Groups([.. Enumerable.Range(1, classes)]).Select(group => group.Length));

    [Fact]
    public void The_largest_classes_are_the_head_wherever_their_labels_are() =>
        Assert.Equal([[1, 5], [3, 4], [0, 2]], Groups(1, 90, 2, 30, 40, 80));

    [Fact]
    public void Classes_of_one_size_are_taken_in_the_order_of_their_labels() => Assert.Equal([[0], [1], [2]], Groups(5, 5, 5));

    [Fact]
    public void A_class_or_two_are_one_group()
    {
        Assert.Equal([[0, 1]], Groups(9, 4));
        Assert.Equal([[0]], Groups(9));
    }

    static int[][] Groups(params int[] counts)
    {
        float[,] members = ClassThirds.Of(new(counts));
        return [.. Enumerable.Range(0, members.GetLength(0)).Select(group => Enumerable.Range(0, counts.Length).Where(label => members[group, label] == 1).ToArray())];
    }
}
