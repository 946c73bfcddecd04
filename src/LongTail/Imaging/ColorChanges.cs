using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace LongTail.Imaging;

/// <summary>Changes of brightness, contrast, saturation and hue as torchvision's <c>ColorJitter</c> makes them on Pillow's pictures, byte for byte.</summary>
/// <remarks>Each change but that of the hue mixes the picture with a poorer one, in single precision, cuts the fraction off and keeps to 0 .. 255, before the next one begins.</remarks>
static class ColorChanges
{
    /// <summary>Applies changes one after the other.</summary>
    /// <param name="rgb">Pixels of red, green and blue; changed in place.</param>
    /// <param name="changes">In the order of their application.</param>
    public static void Apply(Span<byte> rgb, params ReadOnlySpan<ColorChange> changes)
    {
        foreach ((ColorQuality quality, float factor) in changes)
        {
            switch (quality)
            {
                case ColorQuality.Brightness: MoveFrom(0, rgb, factor); break;
                case ColorQuality.Contrast: MoveFrom(MeanGrey(rgb), rgb, factor); break;
                case ColorQuality.Hue: HueShift.Apply(rgb, factor); break;
                default: Saturate(rgb, factor); break;
            }
        }
    }

    /// <summary>Pillow's blend of one value with another: <paramref name="factor"/> 0 gives the poor value, 1 the rich one, more goes beyond.</summary>
    public static byte Blend(int poor, int rich, float factor) => (byte)Math.Clamp(poor + factor * (rich - poor), 0f, 255f);

    /// <summary>Pillow's conversion to grey, ITU-R 601.</summary>
    public static int Grey(int red, int green, int blue) => (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;

    static void MoveFrom(int poor, Span<byte> rgb, float factor)
    {
        Span<byte> moved = stackalloc byte[256];
        for (int value = 0; value < moved.Length; value++) moved[value] = Blend(poor, value, factor);
        foreach (ref byte value in rgb) value = moved[value];
    }

    static void Saturate(Span<byte> rgb, float factor)
    {
        int at = 0;
        for (; at + sizeof(uint) <= rgb.Length; at += 3)   // the fourth byte is the next pixel's; it is computed and not stored
        {
            Span<byte> pixel = rgb[at..];
            Vector128<byte> bytes = Vector128.CreateScalar(BinaryPrimitives.ReadUInt32LittleEndian(pixel)).AsByte();
            Vector128<int> rich = Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32();
            Vector128<int> grey = Vector128.Create((Vector128.Sum(rich * Vector128.Create(19595, 38470, 7471, 0)) + 0x8000) >> 16);
            Vector128<float> mixed = Vector128.ConvertToSingle(grey) + Vector128.ConvertToSingle(rich - grey) * factor;
            Vector128<int> whole = Vector128.ConvertToInt32Native(Vector128.Min(Vector128.Max(mixed, Vector128<float>.Zero), Vector128.Create(255f)));
            pixel[0] = (byte)whole[0];
            pixel[1] = (byte)whole[1];
            pixel[2] = (byte)whole[2];
        }
        if (at + 2 >= rgb.Length) return;
        int last = Grey(rgb[at], rgb[at + 1], rgb[at + 2]);
        foreach (ref byte value in rgb.Slice(at, 3)) value = Blend(last, value, factor);
    }

    static int MeanGrey(ReadOnlySpan<byte> rgb)
    {
        long sum = 0;
        for (int at = 0; at + 2 < rgb.Length; at += 3) sum += Grey(rgb[at], rgb[at + 1], rgb[at + 2]);
        int pixels = rgb.Length / 3;
        return pixels == 0 ? 0 : (int)((double)sum / pixels + 0.5);
    }
}
