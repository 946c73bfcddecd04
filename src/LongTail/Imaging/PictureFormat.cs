namespace LongTail.Imaging;

/// <summary>How a picture is stored.</summary>
enum PictureFormat
{
    /// <summary>Baseline or progressive; grey, colour, CMYK or YCCK.</summary>
    Jpeg,

    /// <summary>Any depth, with or without palette and alpha.</summary>
    Png,

    /// <summary>With or without loss; of an animation the first frame.</summary>
    WebP,

    /// <summary>Windows bitmap.</summary>
    Bmp,

    /// <summary>Of an animation the first frame.</summary>
    Gif,
}
