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
