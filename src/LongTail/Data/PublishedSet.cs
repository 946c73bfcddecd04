namespace LongTail.Data;

/// <summary>A set as its authors published it, before any cut.</summary>
/// <param name="Train">Official training images in file order.</param>
/// <param name="Test">Official test images in file order.</param>
public sealed record PublishedSet(ImageSet Train, ImageSet Test);
