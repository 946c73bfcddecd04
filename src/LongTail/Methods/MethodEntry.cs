using System.Collections.Immutable;
using LongTail.Stages;

namespace LongTail.Methods;

/// <summary>A method by name.</summary>
/// <param name="Name">In recipes, folders and JSON.</param>
/// <param name="Title">In tables and documents.</param>
/// <param name="Method">With the settings of a fair comparison: the recipe's schedule and augmentation, like every other method.</param>
public sealed record MethodEntry(string Name, string Title, Method Method)
{
    /// <summary>With the settings its paper states, where they differ from <see cref="Method"/>'s.</summary>
    public Method? Paper { get; init; }

    /// <summary>As the released code computes it, quirks included, where that differs from <see cref="Method"/>.</summary>
    public Method? Reference { get; init; }

    /// <summary>Data sets for which something else is published, such as CIFAR-10, where BKD is deferred; each at most once.</summary>
    public ImmutableArray<MethodOnSet> Sets { get; init; } = [];

    /// <summary>Whether its networks are trained to answer as if all classes came up equally often. The others answer for the frequencies of the training images.</summary>
    public bool IsBalanced { get; init; }

    /// <summary>Whether neither what its paper sets nor its code was at hand, so that <see cref="Paper"/> and <see cref="Reference"/> are not known instead of equal.</summary>
    public bool IsUnread { get; init; }

    /// <summary>The method as it is compared on a data set.</summary>
    /// <param name="set">Name of the set, as in <see cref="Data.TrainingSet.Set"/>; where nothing is published for it, the entry is this one.</param>
    public MethodEntry On(string set) => Sets.FirstOrDefault(known => known.Set == set) is not { } own ? this
        : this with { Method = own.Method ?? Method, Paper = own.Paper ?? Paper, Reference = own.Reference ?? Reference };
}

/// <summary>What is published of a method for one data set; null where it is what holds elsewhere.</summary>
/// <param name="Set">Name of the set.</param>
public sealed record MethodOnSet(string Set)
{
    /// <summary>In place of <see cref="MethodEntry.Method"/>.</summary>
    public Method? Method { get; init; }

    /// <summary>In place of <see cref="MethodEntry.Paper"/>.</summary>
    public Method? Paper { get; init; }

    /// <summary>In place of <see cref="MethodEntry.Reference"/>.</summary>
    public Method? Reference { get; init; }
}
