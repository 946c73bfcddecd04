using System.Collections.Immutable;
using LongTail.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Losses;

public sealed class ClassGroupsTests
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

    [Fact]
    public void Logits_come_in_the_order_of_the_groups_with_their_gradient()
    {
        using DisposeScope scope = NewDisposeScope();
        ClassGroups groups = new([[2, 0], [3], [1, 4]]);
        Tensor logits = arange(10, dtype: float64).view(2, 5).requires_grad_();
        Tensor[] parts = groups.Split(logits);
        Assert.Equal((3, 5), (groups.Count, groups.Classes));
        Assert.Equal([[2, 0, 7, 5], [3, 8], [1, 4, 6, 9]], parts.Select(part => part.data<double>().ToArray()));
        (parts[0].sum() + 2 * parts[1].sum() + 3 * parts[2].sum()).backward();
        Assert.Equal([1, 3, 1, 2, 3, 1, 3, 1, 2, 3], logits.grad!.data<double>().ToArray());
    }

    [Fact]
    public void Groups_that_are_not_a_partition_are_refused()
    {
        AssertFault("2, 1 labels", [[0, 1], [1]]);
        AssertFault("2, 1 labels", [[0, 1], [3]]);
        AssertFault("1, 0 labels", [[0], []]);
        AssertFault("label from 0 to 1", [[-1, 0]]);
        AssertFault("groups of  labels", []);
    }

    [Fact]
    public void Logits_of_another_number_of_classes_are_refused_with_their_shape()
    {
        using DisposeScope scope = NewDisposeScope();
        ClassGroups groups = new([[0, 1], [2]]);
        Assert.Contains("[4, 2]", Assert.Throws<ArgumentException>(() => groups.Split(zeros(4, 2))).Message, StringComparison.Ordinal);
        Assert.Contains("[B, 3]", Assert.Throws<ArgumentException>(() => groups.Split(zeros(3))).Message, StringComparison.Ordinal);
    }

    static void AssertFault(string part, ImmutableArray<ImmutableArray<int>> groups) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => new ClassGroups(groups)).Message, StringComparison.Ordinal);

    static int[][] Groups(params int[] counts) => [.. ClassGroups.Thirds(new(counts)).Select(group => group.Order().ToArray())];
}
