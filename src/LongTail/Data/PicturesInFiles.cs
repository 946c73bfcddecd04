using LongTail.Imaging;
using LongTail.Pictures;

namespace LongTail.Data;

/// <summary>Opens the pictures of a folder by decoding their files.</summary>
static class PicturesInFiles
{
    /// <summary>The plain way; a pack gives the same bytes.</summary>
    /// <param name="root">The data folder.</param>
    /// <param name="source">The shorter side that each picture is first brought to, where there is one, and how large a picture may be.</param>
    public static OpenPicture In(string root, PictureSource source) => path => AtPackedSide(PictureFile.Open(Path.Combine(root, path), source.MostPixels), source.PackedSide);

    /// <summary>What crops are taken from.</summary>
    /// <param name="picture">As it is; now the result's to dispose of.</param>
    /// <param name="packedSide">The shorter side that it is first brought to, in pixels; 0 draws from the picture in its file.</param>
    public static IPicture AtPackedSide(IPicture picture, int packedSide)
    {
        if (packedSide == 0) return picture;
        using (picture) return DecodedPicture.Of(picture, packedSide);
    }
}
