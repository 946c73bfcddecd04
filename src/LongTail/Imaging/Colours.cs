namespace LongTail.Imaging;

/// <summary>Changes of colour in place, byte for byte as torchvision has Pillow make them: a mixture with something plainer, cut down to a whole number.</summary>
static class Colours
{
    /// <summary>A mixture with black: 0 is black, 1 nothing, 2 twice as bright.</summary>
    public static void Brightness(float factor, Span<byte> rgb)
    {
        for (int i = 0; i < rgb.Length; i++) rgb[i] = Mixed(0, rgb[i], factor);
    }

    /// <summary>A mixture with the mean grey of the picture.</summary>
    public static void Contrast(float factor, Span<byte> rgb)
    {
        long sum = 0;
        for (int i = 0; i < rgb.Length; i += 3) sum += Grey(rgb[i], rgb[i + 1], rgb[i + 2]);
        int mean = (int)((double)sum / (rgb.Length / 3) + 0.5);
        for (int i = 0; i < rgb.Length; i++) rgb[i] = Mixed(mean, rgb[i], factor);
    }

    /// <summary>A mixture with each pixel's own grey.</summary>
    public static void Saturation(float factor, Span<byte> rgb)
    {
        for (int i = 0; i < rgb.Length; i += 3)
        {
            int grey = Grey(rgb[i], rgb[i + 1], rgb[i + 2]);
            for (int channel = i; channel < i + 3; channel++) rgb[channel] = Mixed(grey, rgb[channel], factor);
        }
    }

    static byte Mixed(int plain, int colour, float factor) => (byte)Math.Clamp(plain + factor * (colour - plain), 0, 255);

    // ITU-R 601 in 16 bits.
    static int Grey(int red, int green, int blue) => (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
}
