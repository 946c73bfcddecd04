namespace LongTail.Imaging;

/// <summary>Changes that give each value of a colour another one, by Pillow's <c>ImageOps</c>.</summary>
static class ToneCurves
{
    const int Values = 256, Channels = 3;

    /// <summary>Keeps the highest bits of each value.</summary>
    /// <param name="rgb">Changed in place.</param>
    /// <param name="bits">0 to 8.</param>
    public static void Posterize(Span<byte> rgb, int bits)
    {
        byte kept = (byte)(0xFF << (8 - bits));
        foreach (ref byte value in rgb) value &= kept;
    }

    /// <summary>Inverts the values from a threshold on.</summary>
    public static void Solarize(Span<byte> rgb, double threshold)
    {
        foreach (ref byte value in rgb) value = value < threshold ? value : (byte)(Values - 1 - value);
    }

    /// <summary>Inverts all values.</summary>
    public static void Invert(Span<byte> rgb)
    {
        foreach (ref byte value in rgb) value = (byte)(Values - 1 - value);
    }

    /// <summary>Stretches each colour, so that its lowest value becomes 0 and its highest 255.</summary>
    public static void AutoContrast(Span<byte> rgb)
    {
        Span<byte> curve = stackalloc byte[Values];
        for (int channel = 0; channel < Channels; channel++)
        {
            ReadOnlySpan<int> counts = Count(rgb, channel);
            int low = counts.IndexOfAnyExcept(0), high = counts.LastIndexOfAnyExcept(0);
            if (high <= low) continue;
            double scale = 255.0 / (high - low), offset = -low * scale;
            for (int value = 0; value < Values; value++) curve[value] = (byte)Math.Clamp((int)(value * scale + offset), 0, 255);
            Replace(rgb, channel, curve);
        }
    }

    /// <summary>Spreads the values of each colour, so that about equally many pixels have each.</summary>
    public static void Equalize(Span<byte> rgb)
    {
        Span<byte> curve = stackalloc byte[Values];
        for (int channel = 0; channel < Channels; channel++)
        {
            ReadOnlySpan<int> counts = Count(rgb, channel);
            int highest = counts.LastIndexOfAnyExcept(0);
            int step = highest < 0 ? 0 : (rgb.Length / Channels - counts[highest]) / 255;
            if (step == 0) continue;
            int sum = step / 2;
            for (int value = 0; value < Values; sum += counts[value++]) curve[value] = (byte)Math.Min(sum / step, 255);
            Replace(rgb, channel, curve);
        }
    }

    static int[] Count(ReadOnlySpan<byte> rgb, int channel)
    {
        int[] counts = new int[Values];
        for (int at = channel; at < rgb.Length; at += Channels) counts[rgb[at]]++;
        return counts;
    }

    static void Replace(Span<byte> rgb, int channel, ReadOnlySpan<byte> curve)
    {
        for (int at = channel; at < rgb.Length; at += Channels) rgb[at] = curve[rgb[at]];
    }
}
