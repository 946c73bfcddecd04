using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Methods;

/// <summary>Which groups of classes have an expert. A group can have one only where the data has classes of it.</summary>
public enum ExpertGroups
{
    /// <summary>All three, as published.</summary>
    ManyMediumFew,

    /// <summary>For data without few-shot classes, such as CIFAR-10 at a ratio of 100.</summary>
    ManyMedium,

    /// <summary>For data without many-shot classes.</summary>
    MediumFew,

    /// <summary>For data without classes in between, such as a step.</summary>
    ManyFew,

    /// <summary>One expert, for the many-shot classes.</summary>
    Many,

    /// <summary>One expert, for the medium-shot classes.</summary>
    Medium,

    /// <summary>One expert, for the few-shot classes.</summary>
    Few,
}

static class ExpertGroupNames
{
    /// <summary>The groups, from the largest classes to the smallest.</summary>
    public static ImmutableArray<ShotGroup> ToGroups(this ExpertGroups experts) => experts switch
    {
        ExpertGroups.ManyMediumFew => [ShotGroup.Many, ShotGroup.Medium, ShotGroup.Few],
        ExpertGroups.ManyMedium => [ShotGroup.Many, ShotGroup.Medium],
        ExpertGroups.MediumFew => [ShotGroup.Medium, ShotGroup.Few],
        ExpertGroups.ManyFew => [ShotGroup.Many, ShotGroup.Few],
        ExpertGroups.Many => [ShotGroup.Many],
        ExpertGroups.Medium => [ShotGroup.Medium],
        ExpertGroups.Few => [ShotGroup.Few],
        _ => throw new ArgumentOutOfRangeException(nameof(experts), experts, "Found unknown groups of experts, expected one of the named ones."),
    };
}
