namespace LongTail.Foundation;

/// <summary>The three groups of classes that long-tailed accuracy is reported for.</summary>
public enum ShotGroup
{
    /// <summary>Classes with many training images.</summary>
    Many,

    /// <summary>Classes in between.</summary>
    Medium,

    /// <summary>Classes with few training images: the tail.</summary>
    Few,
}

/// <summary>What is told of the groups.</summary>
public static class ShotGroups
{
    /// <summary>As tables and files have it: many, medium or few.</summary>
    public static string Word(this ShotGroup group) => group switch
    {
        ShotGroup.Many => "many",
        ShotGroup.Medium => "medium",
        _ => "few",
    };
}
