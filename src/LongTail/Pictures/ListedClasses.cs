using System.Collections.Immutable;

namespace LongTail.Pictures;

/// <summary>How a list of training pictures tells its classes: the list of the pictures to measure on is read by it, so that a label means the same in both.</summary>
/// <param name="Names">By label; null where a list gives numbers.</param>
/// <param name="Ids">Of the categories of annotations, by label; null where a number is the label itself.</param>
sealed record ListedClasses(ImmutableArray<string>? Names, ImmutableArray<long>? Ids = null)
{
    /// <summary>Of a list that says nothing but numbers.</summary>
    public static ListedClasses Numbers { get; } = new(null, null);

    /// <summary>Labels by category; null where a number is the label itself.</summary>
    public Dictionary<long, int>? LabelsById => Ids?.Index().ToDictionary(item => item.Item, item => item.Index);

    /// <summary>Labels by name; null where there are none.</summary>
    public Dictionary<string, int>? LabelsByName => Names?.Index().ToDictionary(item => item.Item, item => item.Index);
}
