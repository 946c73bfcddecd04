namespace LongTail.Augmentation;

/// <summary>Which part of an image the network sees, and whether mirrored.</summary>
/// <param name="Top">First row of the crop within the padded image, 0 to twice the padding.</param>
/// <param name="Left">First column of the crop within the padded image, before mirroring.</param>
/// <param name="Mirrored">Left and right exchanged after the crop.</param>
readonly record struct View(int Top, int Left, bool Mirrored);
