namespace LongTail.Imaging;

/// <summary>Says what a file that is no picture looks like, by its first bytes: people rename more than they convert.</summary>
static class FileKind
{
    public const string Expected = "JPEG, PNG, WebP, BMP or GIF";

    public static bool IsPicture(ReadOnlySpan<byte> file) =>
        file.StartsWith<byte>([0xFF, 0xD8, 0xFF])
        || file.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])
        || file.StartsWith("RIFF"u8) && file.Length >= 12 && file[8..12].SequenceEqual("WEBP"u8)
        || file.StartsWith("BM"u8)
        || file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8);

    public static string Of(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> text = file.TrimStart(" \t\r\n"u8);
        return text.StartsWith("<"u8) ? "HTML, XML or SVG text"
            : file.StartsWith("%PDF"u8) ? "a PDF document"
            : file.StartsWith("PK"u8) ? "a zip archive"
            : file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8) ? "a TIFF picture"
            : file.Length > 12 && file[4..8].SequenceEqual("ftyp"u8) ? "a HEIC, AVIF or video file"
            : "bytes of no known picture";
    }
}
