namespace LongTail.Tools.DrawGrowth;

/// <summary>What a chart goes along.</summary>
/// <param name="Name">In the chart's file name.</param>
/// <param name="Title">Below the axis.</param>
/// <param name="Of">Its value of a line; 0 where a part does not depend on it.</param>
sealed record GrowthAxis(string Name, string Title, Func<GrowthRow, int> Of)
{
    public static readonly GrowthAxis[] All =
    [
        new("classes", "classes", row => row.Classes),
        new("images", "training images", row => row.Images),
        new("batch", "images per step", row => row.Batch),
    ];
}
