using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>The classes of one group alone, as data: which labels these are is known once the data is opened and its images are counted.</summary>
/// <remarks>Within a subset the labels are renumbered 0 .. |g| - 1, in ascending order of the labels they had.</remarks>
/// <param name="Convention">Where the lines between the groups are.</param>
/// <param name="Group">Whose classes.</param>
public sealed record ClassSubset(GroupConvention Convention, ShotGroup Group)
{
    /// <summary>The labels that the classes have in the whole set, ascending; none where the set has no class of the group.</summary>
    /// <param name="counts">Training images per class of the whole set.</param>
    public ImmutableArray<int> LabelsIn(ClassCounts counts) => Convention.LabelsOf(Group, counts);

    /// <summary>Training images per class of the subset, in its own labels.</summary>
    /// <param name="counts">Training images per class of the whole set.</param>
    /// <exception cref="ArgumentException">The set has no class of the group.</exception>
    public ClassCounts CountsIn(ClassCounts counts) => new([.. LabelsIn(counts).Select(label => counts[label])]);
}
