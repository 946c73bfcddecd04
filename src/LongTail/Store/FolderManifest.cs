using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LongTail.Foundation;

namespace LongTail.Store;

/// <summary>One file of a sealed folder.</summary>
/// <param name="Name">Without folder.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
sealed record SealedFile(string Name, long Length, string Sha256);

/// <summary>The contents of manifest.json: what a sealed folder must hold, to the byte.</summary>
/// <param name="Format">Always "longtail-folder".</param>
/// <param name="Version">Of the format.</param>
/// <param name="Files">In ordinal order of name.</param>
/// <remarks>The last line of the file holds the SHA-256 of all lines above it. Later versions keep that, so that damage is told from novelty.</remarks>
sealed record FolderManifest(string Format, int Version, ImmutableArray<SealedFile> Files)
{
    internal const string FileName = "manifest.json";
    internal const string FormatName = "longtail-folder";
    internal const int CurrentVersion = 1;
    const int MaximumBytes = 1 << 20;

    static ReadOnlySpan<byte> End => "\n}\n"u8;
    static ReadOnlySpan<byte> ChecksumBegin => ",\n  \"checksum\": \""u8;
    static ReadOnlySpan<byte> ChecksumEnd => "\"\n}\n"u8;

    internal static FolderManifest Of(IEnumerable<SealedFile> files) =>
        new(FormatName, CurrentVersion, [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)]);

    internal byte[] ToBytes()
    {
        using MemoryStream text = new();
        StoredJson.Write(text, this);
        ReadOnlySpan<byte> body = text.ToArray().AsSpan(0, (int)text.Length - End.Length);
        return [.. body, .. ChecksumBegin, .. Checksum(body), .. ChecksumEnd];
    }

    /// <exception cref="ModelFileException">Missing, damaged, or of a newer version.</exception>
    internal static FolderManifest Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        byte[] body = ReadBody(path);
        if (VersionOf(body) is { } version && version > CurrentVersion)
            throw new ModelFileException(
                $"{folder}: found format version {version}, expected {CurrentVersion}. It was made by a newer version of LongTail: use that one.");

        using MemoryStream text = new(body);
        FolderManifest manifest = StoredJson.Read<FolderManifest>(text, path);
        if (manifest.Format != FormatName || manifest.Files.IsDefault || manifest.Files.Any(file => file is null))
            throw ModelFileFault.Damaged(path, $"format {Quoted.Of(manifest.Format)}", $"'{FormatName}' and a list of files");
        foreach (SealedFile file in manifest.Files)
            if (!SealedFileName.IsAllowed(file.Name)) throw ModelFileFault.Damaged(path, $"the file name {Quoted.Of(file.Name)}", "a plain name");
        return manifest;
    }

    /// <summary>True for an undamaged folder that only a newer program understands.</summary>
    internal static bool IsNewer(string folder)
    {
        try
        {
            return VersionOf(ReadBody(Path.Combine(folder, FileName))) > CurrentVersion;
        }
        catch (ModelFileException)
        {
            return false;
        }
    }

    // The document as it was before the checksum was added.
    static byte[] ReadBody(string path)
    {
        ReadOnlySpan<byte> text = ReadBytes(path);
        int begin = text.LastIndexOf(ChecksumBegin);
        if (begin < 0 || !text.EndsWith(ChecksumEnd))
            throw ModelFileFault.Damaged(path, "no checksum in the last line", "a complete manifest");
        ReadOnlySpan<byte> body = text[..begin];
        ReadOnlySpan<byte> found = text[(begin + ChecksumBegin.Length)..^ChecksumEnd.Length];
        byte[] expected = Checksum(body);
        if (!found.SequenceEqual(expected))
            throw ModelFileFault.Damaged(path, $"checksum {Quoted.Of(Encoding.Latin1.GetString(found))}", Encoding.ASCII.GetString(expected));
        return [.. body, .. End];
    }

    static byte[] Checksum(ReadOnlySpan<byte> body) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(body)));

    static byte[] ReadBytes(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.Length > MaximumBytes) throw ModelFileFault.Damaged(path, $"{file.Length} bytes", $"at most {MaximumBytes}");
            byte[] text = new byte[file.Length];
            file.ReadExactly(text);
            return text;
        }
        catch (Exception e) when (ModelFileFault.IsReadFailure(e))
        {
            throw ModelFileFault.Unreadable(path, e);
        }
    }

    static int? VersionOf(byte[] text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("format", out JsonElement format) && format.ValueKind == JsonValueKind.String && format.ValueEquals(FormatName)
                && root.TryGetProperty("version", out JsonElement version) && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out int number)
                ? number : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
