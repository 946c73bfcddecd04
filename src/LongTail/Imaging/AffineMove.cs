using System.Buffers;

namespace LongTail.Imaging;

/// <summary>Moves pixels by a linear map; each place takes the nearest pixel of where it comes from, or black from outside.</summary>
/// <remarks>The place (x, y) comes from (a x + b y + c, d x + e y + f), between middles of pixels, with 16 bits after the point, as in Pillow.</remarks>
readonly record struct AffineMove(double A, double B, double C, double D, double E, double F)
{
    const double Fixed = 65536;
    const int FixedBits = 16, Channels = 3;

    /// <summary>The place (x, y) comes from (x + horizontal y, y + vertical x).</summary>
    public static AffineMove Shear(double horizontal, double vertical) => new(1, horizontal, 0, vertical, 1, 0);

    /// <summary>All moves right and down by whole pixels.</summary>
    public static AffineMove Shift(int right, int down) => new(1, 0, -right, 0, 1, -down);

    /// <summary>Around the middle, against the clock.</summary>
    public static AffineMove Rotation(double degrees, PictureSize size)
    {
        double angle = -degrees * Math.PI / 180, cosine = Math.Cos(angle), sine = Math.Sin(angle), x = size.Width / 2.0, y = size.Height / 2.0;
        return new(cosine, sine, x - cosine * x - sine * y, -sine, cosine, y + sine * x - cosine * y);
    }

    /// <summary>Moves the pixels of a picture.</summary>
    /// <param name="rgb">Rows x columns x red, green, blue; changed in place.</param>
    /// <param name="size">Columns and rows; sides of 32767 pixels at most, which the 16 bits before the point can tell.</param>
    public void Apply(Span<byte> rgb, PictureSize size)
    {
        byte[] lent = ArrayPool<byte>.Shared.Rent(rgb.Length);
        ReadOnlySpan<byte> from = lent.AsSpan(0, rgb.Length);
        rgb.CopyTo(lent);
        rgb.Clear();

        int alongX = ToFixed(A), acrossX = ToFixed(B), alongY = ToFixed(D), acrossY = ToFixed(E);
        int rowX = ToFixed(C + A * 0.5 + B * 0.5), rowY = ToFixed(F + D * 0.5 + E * 0.5);
        int at = 0;
        for (int row = 0; row < size.Height; row++, rowX += acrossX, rowY += acrossY)
        {
            int x = rowX, y = rowY;
            for (int column = 0; column < size.Width; column++, x += alongX, y += alongY, at += Channels)
            {
                int fromX = x >> FixedBits, fromY = y >> FixedBits;
                if ((uint)fromX < (uint)size.Width && (uint)fromY < (uint)size.Height) from.Slice((fromY * size.Width + fromX) * Channels, Channels).CopyTo(rgb[at..]);
            }
        }
        ArrayPool<byte>.Shared.Return(lent);
    }

    static int ToFixed(double value) => (int)Math.Floor(value * Fixed + 0.5);
}
