using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>Opened data: the long-tailed training images and the balanced images that accuracy is measured on.</summary>
/// <param name="Train">Training images after the cut; every class has at least one.</param>
/// <param name="Test">Images for measuring, never trained on.</param>
/// <param name="Fingerprint">SHA-256 over both, as lower-case hex.</param>
public sealed record DataSplit(ResidentImageSet Train, ResidentImageSet Test, string Fingerprint)
{
    /// <summary>Training images per class.</summary>
    public ClassCounts Counts => Train.Counts;
}
