using LongTail.Imaging;
using LongTail.Pictures;

namespace LongTail.Data;

/// <summary>Opens the pictures of a folder by decoding their files.</summary>
static class PicturesInFiles
{
    /// <summary>The plain way; a pack gives the same bytes.</summary>
    /// <param name="root">The data folder.</param>
    /// <param name="packedSide">The shorter side that each picture is first brought to, in pixels; 0 draws from the picture in its file.</param>
    public static OpenPicture In(string root, int packedSide) => packedSide == 0 ? path => PictureFile.Open(Path.Combine(root, path)) : path =>
    {
        using PictureFile file = PictureFile.Open(Path.Combine(root, path));
        return DecodedPicture.Of(file, packedSide);
    };
}
