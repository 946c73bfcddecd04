using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using LongTail.Imaging;

namespace LongTail.Testing;

/// <summary>The picture files beside Golden/pictures_golden.py, and what Pillow and torchvision make of them.</summary>
static class PictureFiles
{
    static readonly string Folder = Path.Combine(Repository.Root, "tests", "LongTail.Tests", "Golden");

    static readonly Lazy<byte[]> Golden = new(() =>
    {
        using GZipStream packed = new(File.OpenRead(Path.Combine(Folder, "pictures.gz")), CompressionMode.Decompress);
        using MemoryStream bytes = new();
        packed.CopyTo(bytes);
        return bytes.ToArray();
    });

    /// <summary>The cases of one kind.</summary>
    public static IEnumerable<JsonNode> Cases(string kind) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "pictures.json")))![kind]!.AsArray().Select(node => node!);

    /// <summary>Names of all files that are pictures.</summary>
    public static ImmutableArray<string> Whole { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Folder, "pictures")).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith("truncated", StringComparison.Ordinal) && name != "web-page.jpg").Order(StringComparer.Ordinal)];

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, "pictures", name));

    /// <summary>The reference bytes of a case.</summary>
    public static ReadOnlySpan<byte> Expected(this JsonNode test, int bytes) => Golden.Value.AsSpan((int)test["offset"]!, bytes);

    /// <summary>The first four bytes of SHA-256, as hash_of in pictures_golden.py: of pixels that are to be equal nothing more is kept.</summary>
    public static uint HashOf(byte[] pixels) => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(pixels));

    public static string Text(this JsonNode test, string key) => (string)test[key]!;

    public static int[] Numbers(this JsonNode test, string key) => test[key].Deserialize<int[]>()!;

    /// <summary>Opens and draws.</summary>
    public static byte[] Draw(byte[] file, Placement? placement = null, bool mayScale = false, JpegLibrary library = JpegLibrary.Skia)
    {
        using Picture picture = Picture.Open(file, library: library);
        placement ??= Placement.Of(PixelBox.Whole(picture.Size), picture.Size);
        byte[] rgb = new byte[placement.Bytes];
        picture.Draw(placement, rgb, mayScale);
        return rgb;
    }
}
