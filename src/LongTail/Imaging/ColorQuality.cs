namespace LongTail.Imaging;

/// <summary>What a <see cref="ColorChange"/> changes.</summary>
enum ColorQuality
{
    /// <summary>Away from black.</summary>
    Brightness,

    /// <summary>Away from the mean grey of the picture.</summary>
    Contrast,

    /// <summary>Away from the grey of each pixel.</summary>
    Saturation,

    /// <summary>Around the circle of hues.</summary>
    Hue,
}
