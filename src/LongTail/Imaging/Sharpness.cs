using System.Buffers;

namespace LongTail.Imaging;

/// <summary>Sharpness as Pillow's <c>ImageEnhance</c> changes it: the picture is mixed with a smoothed one. The outermost pixels stay.</summary>
static class Sharpness
{
    const int Channels = 3;

    // The middle counts five times, its eight neighbours once.
    const int Middle = 5, Sum = 13;

    /// <summary>Changes the sharpness.</summary>
    /// <param name="rgb">Rows x columns x red, green, blue; changed in place.</param>
    /// <param name="size">Columns and rows.</param>
    /// <param name="factor">0 smooths, 1 leaves the picture as it is, more sharpens.</param>
    public static void Apply(Span<byte> rgb, PictureSize size, float factor)
    {
        byte[] lent = ArrayPool<byte>.Shared.Rent(rgb.Length);
        ReadOnlySpan<byte> from = lent.AsSpan(0, rgb.Length);
        rgb.CopyTo(lent);
        int stride = size.Width * Channels;
        for (int row = 1; row < size.Height - 1; row++)
        {
            ReadOnlySpan<byte> above = from.Slice((row - 1) * stride, stride), here = from.Slice(row * stride, stride), below = from.Slice((row + 1) * stride, stride);
            Span<byte> to = rgb.Slice(row * stride, stride);
            for (int at = Channels; at < stride - Channels; at++)
            {
                int left = at - Channels, right = at + Channels;
                int sum = above[left] + above[at] + above[right] + here[left] + Middle * here[at] + here[right] + below[left] + below[at] + below[right];
                to[at] = ColorChanges.Blend((sum + Sum / 2) / Sum, here[at], factor);   // no sum lies between two values: 13 is odd
            }
        }
        ArrayPool<byte>.Shared.Return(lent);
    }
}
