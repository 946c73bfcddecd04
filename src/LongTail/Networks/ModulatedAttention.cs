namespace LongTail.Networks;

/// <summary>Attention over the places of a network's last maps, as data (Liu et al. 2019, OLTR, "modulated attention"). It has weights for each place, and so serves images of one size.</summary>
/// <param name="Height">Rows of the images, H.</param>
/// <param name="Width">Columns of the images, W.</param>
public sealed record ModulatedAttention(int Height, int Width);
