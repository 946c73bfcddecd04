using System.Buffers;
using System.Text;

namespace LongTail.Imaging;

/// <summary>Tells by the first bytes what a file is; its name says nothing.</summary>
static class FileSignature
{
    const string Expected = "expected JPEG, PNG, WebP, BMP or GIF";
    const int TextSample = 512;

    static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8, 0xFF];
    static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    static readonly (string Name, int Offset, byte[] Bytes, bool IsPicture)[] Others =
    [
        ("a TIFF picture", 0, "II*\0"u8.ToArray(), true),
        ("a TIFF picture", 0, "MM\0*"u8.ToArray(), true),
        ("an AVIF picture", 4, "ftypavif"u8.ToArray(), true),
        ("a HEIC picture", 4, "ftyphei"u8.ToArray(), true),
        ("a HEIC picture", 4, "ftypmif1"u8.ToArray(), true),
        ("a JPEG 2000 picture", 4, "jP  "u8.ToArray(), true),
        ("a JPEG XL picture", 4, "JXL "u8.ToArray(), true),
        ("a JPEG XL picture", 0, [0xFF, 0x0A], true),
        ("a Windows icon", 0, [0, 0, 1, 0], true),
        ("a Photoshop file", 0, "8BPS"u8.ToArray(), true),
        ("a PDF file", 0, "%PDF"u8.ToArray(), false),
        ("a ZIP archive", 0, "PK\x03\x04"u8.ToArray(), false),
        ("a gzip archive", 0, [0x1F, 0x8B], false),
        ("a video", 4, "ftyp"u8.ToArray(), false),
    ];

    static readonly SearchValues<byte> NotInText = SearchValues.Create([.. Enumerable.Range(0, ' ').Where(code => !char.IsWhiteSpace((char)code)).Select(code => (byte)code)]);

    /// <summary>The format of a file that is read here.</summary>
    /// <param name="file">The first bytes, 12 or more of a longer file.</param>
    /// <param name="length">Bytes of the whole file.</param>
    /// <exception cref="PictureException">The file is empty, no picture, or one of another format; the reason names what it is.</exception>
    public static PictureFormat Identify(ReadOnlySpan<byte> file, long length)
    {
        if (file.IsEmpty) throw new PictureException(PictureFault.Empty, $"found no bytes, {Expected}");
        if (file.StartsWith(Jpeg)) return PictureFormat.Jpeg;
        if (file.StartsWith(Png)) return PictureFormat.Png;
        if (file.StartsWith("RIFF"u8) && file.Length >= 12 && file[8..].StartsWith("WEBP"u8)) return PictureFormat.WebP;
        if (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8)) return PictureFormat.Gif;
        if (file.StartsWith("BM"u8) && !LooksLikeText(file)) return PictureFormat.Bmp;

        foreach ((string name, int offset, byte[] bytes, bool isPicture) in Others)
        {
            if (file.Length <= offset || !file[offset..].StartsWith(bytes)) continue;
            throw new PictureException(isPicture ? PictureFault.Unsupported : PictureFault.NotAPicture, $"found {name}, {Expected}");
        }
        throw new PictureException(PictureFault.NotAPicture, $"found {Describe(file, length)}, {Expected}");
    }

    static string Describe(ReadOnlySpan<byte> file, long length)
    {
        if (file.IndexOfAnyExcept((byte)0) < 0) return file.Length == length ? $"{length} bytes that are all zero" : $"{file.Length} zero bytes at the beginning of {length}";
        if (!LooksLikeText(file)) return $"bytes of no known format ({Convert.ToHexString(file[..Math.Min(file.Length, 4)])} ...)";
        string text = Encoding.UTF8.GetString(file[..Math.Min(file.Length, TextSample)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (text.Contains("<html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)) return "HTML text";
        if (text.Contains("<svg", StringComparison.OrdinalIgnoreCase)) return "an SVG drawing";
        return text.StartsWith('<') ? "XML text" : text.StartsWith('{') ? "JSON text" : "text";
    }

    static bool LooksLikeText(ReadOnlySpan<byte> file) => !file[..Math.Min(file.Length, TextSample)].ContainsAny(NotInText);
}
