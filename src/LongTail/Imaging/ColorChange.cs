namespace LongTail.Imaging;

/// <summary>One change of a picture's colours.</summary>
/// <param name="Quality">What changes.</param>
/// <param name="Factor">0 or more: 0 leaves nothing of the quality, 1 leaves the picture as it is.</param>
readonly record struct ColorChange(ColorQuality Quality, float Factor);
