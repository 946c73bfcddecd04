using System.Collections.Immutable;
using LongTail.Foundation;
using static TorchSharp.torch;

namespace LongTail.Losses;

/// <summary>Classes in groups, and logits in the order of these.</summary>
/// <remarks>Lives in the caller's dispose scope.</remarks>
public sealed class ClassGroups
{
    readonly Tensor _order;   // [C]; taken by gather, which libtorch also has for tensors without numbers
    readonly long[] _sizes;

    /// <summary>Brings the groups to a device.</summary>
    /// <param name="groups">Labels of each; every class is in one of them, and none is empty.</param>
    /// <param name="device">Where the logits are; null for the processor.</param>
    /// <exception cref="ArgumentException">A class is missing, in two groups, or out of range; or a group is empty.</exception>
    public ClassGroups(ImmutableArray<ImmutableArray<int>> groups, Device? device = null)
    {
        long[] order = [.. groups.SelectMany(group => group).Select(label => (long)label)];
        if (order.Length == 0 || groups.Any(group => group.IsEmpty) || !order.Order().SequenceEqual(Enumerable.Range(0, order.Length).Select(label => (long)label)))
            throw new ArgumentException($"Found groups of {string.Join(", ", groups.Select(group => group.Length))} labels, expected each label from 0 to {order.Length - 1} in one of them, and in each group at least one.", nameof(groups));
        (_order, _sizes) = (tensor(order, device: device), [.. groups.Select(group => (long)group.Length)]);
    }

    /// <summary>G.</summary>
    internal int Count => _sizes.Length;

    /// <summary>C.</summary>
    internal int Classes => (int)_order.shape[0];

    /// <summary>Head, medium and tail classes: a third of the classes, rounded down, in head and tail each; 33, 34 and 33 of 100.</summary>
    /// <param name="counts">Training images per class; classes of one size are taken in the order of their labels.</param>
    /// <returns>Labels of the largest classes first. Three groups from three classes on, else one.</returns>
    public static ImmutableArray<ImmutableArray<int>> Thirds(ClassCounts counts)
    {
        ImmutableArray<int> labels = [.. Enumerable.Range(0, counts.Classes).OrderByDescending(label => counts[label])];   // stable
        int third = labels.Length / 3;
        return third == 0 ? [labels] : [labels[..third], labels[third..^third], labels[^third..]];
    }

    /// <summary>Each group's part of something that is there for every class.</summary>
    /// <param name="logits">[B, C].</param>
    /// <returns>G of [B, classes of the group].</returns>
    /// <exception cref="ArgumentException">They are of another number of classes.</exception>
    internal Tensor[] Split(Tensor logits) => logits.dim() == 2 && logits.size(1) == Classes ? logits.gather(1, _order.expand(logits.size(0), -1)).split(_sizes, 1)
        : throw new ArgumentException($"Found logits of shape [{string.Join(", ", logits.shape)}], expected [B, {Classes}].", nameof(logits));
}
