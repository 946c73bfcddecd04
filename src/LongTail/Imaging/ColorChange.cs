namespace LongTail.Imaging;

/// <summary>One change of a picture's colours.</summary>
/// <param name="Quality">What changes.</param>
/// <param name="Factor">0 or more: 0 leaves nothing of the quality, 1 leaves the picture as it is. Of the hue, -0.5 to 0.5: the part of the circle that it turns.</param>
readonly record struct ColorChange(ColorQuality Quality, float Factor);
