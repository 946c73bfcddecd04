namespace LongTail.Imaging;

/// <summary>Turns the hue of each pixel as torchvision's <c>adjust_hue</c> does on Pillow's pictures, byte for byte.</summary>
/// <remarks>Through hue, saturation and value of 8 bits each, in single precision, so that a shift of nothing changes some pixels by a little, too.</remarks>
static class HueShift
{
    const int Channels = 3;

    /// <summary>Turns all hues.</summary>
    /// <param name="rgb">Pixels of red, green and blue; changed in place.</param>
    /// <param name="turns">-0.5 to 0.5: part of the circle of hues.</param>
    public static void Apply(Span<byte> rgb, float turns)
    {
        byte shift = (byte)(int)((double)turns * 255);
        for (int at = 0; at + Channels <= rgb.Length; at += Channels)
        {
            Span<byte> pixel = rgb.Slice(at, Channels);
            (byte hue, byte saturation, byte value) = ToHsv(pixel[0], pixel[1], pixel[2]);
            (pixel[0], pixel[1], pixel[2]) = ToRgb((byte)(hue + shift), saturation, value);
        }
    }

    static (byte Hue, byte Saturation, byte Value) ToHsv(byte red, byte green, byte blue)
    {
        byte most = Math.Max(red, Math.Max(green, blue)), least = Math.Min(red, Math.Min(green, blue));
        if (most == least) return (0, 0, most);
        float range = most - least;
        float fromRed = (most - red) / range, fromGreen = (most - green) / range, fromBlue = (most - blue) / range;
        float sixth = red == most ? fromBlue - fromGreen
            : green == most ? (float)(2.0 + fromRed - fromBlue)
            : (float)(4.0 + fromGreen - fromRed);
        float hue = (float)((sixth / 6.0 + 1.0) % 1.0), saturation = range / most;
        return (Cut(hue * 255.0), Cut(saturation * 255.0), most);
    }

    static (byte Red, byte Green, byte Blue) ToRgb(byte hue, byte saturation, byte value)
    {
        if (saturation == 0) return (value, value, value);
        int sector = (int)Math.Floor(hue * 6.0f / 255.0);
        float rest = (float)(hue * 6.0f / 255.0 - sector), share = (float)(saturation / 255.0);
        byte low = Near(value * (1.0 - share)), falling = Near(value * (1.0 - share * rest)), rising = Near(value * (1.0 - share * (1.0 - rest)));
        return (sector % 6) switch
        {
            0 => (value, rising, low),
            1 => (falling, value, low),
            2 => (low, value, rising),
            3 => (low, falling, value),
            4 => (rising, low, value),
            _ => (value, low, falling),
        };
    }

    static byte Cut(double value) => (byte)Math.Clamp((int)value, 0, 255);

    static byte Near(double value) => (byte)Math.Clamp((int)Math.Round(value, MidpointRounding.AwayFromZero), 0, 255);
}
