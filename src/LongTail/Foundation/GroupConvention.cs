using System.Collections.Immutable;

namespace LongTail.Foundation;

/// <summary>Where the field draws the lines between many, medium and few; the two conventions differ by one image at each line.</summary>
public enum GroupConvention
{
    /// <summary>Many: more than 100 training images; few: fewer than 20. Used by the BKD paper, after Kang et al. 2020.</summary>
    Kang,

    /// <summary>Many: 100 or more; few: 20 or fewer. Used by Liu et al. 2019 (OLTR) and Xiang et al. 2020 (LFME).</summary>
    Oltr,
}

/// <summary>Assigns classes to groups by their training counts.</summary>
public static class GroupConventions
{
    /// <summary>The group of a class with this many training images.</summary>
    public static ShotGroup GroupOf(this GroupConvention convention, int images) => convention switch
    {
        GroupConvention.Kang => images > 100 ? ShotGroup.Many : images < 20 ? ShotGroup.Few : ShotGroup.Medium,
        GroupConvention.Oltr => images >= 100 ? ShotGroup.Many : images <= 20 ? ShotGroup.Few : ShotGroup.Medium,
        _ => throw new ArgumentOutOfRangeException(nameof(convention), convention, "Found an unknown convention, expected Kang or Oltr."),
    };

    /// <summary>The classes of a group, ascending; none where no class has as many images as it asks for.</summary>
    public static ImmutableArray<int> LabelsOf(this GroupConvention convention, ShotGroup group, ClassCounts counts) =>
        [.. Enumerable.Range(0, counts.Classes).Where(label => convention.GroupOf(counts[label]) == group)];
}
