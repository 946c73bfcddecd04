using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Imaging;
using LongTail.Pictures;

namespace LongTail.Packs;

/// <summary>What a pack holds: which pictures, in which order, at which size.</summary>
sealed class PackContent
{
    const int NameBytes = 16, Sample = 64;

    readonly byte[] _hash;

    /// <param name="root">The data folder. Where it lies is no part of what is held: a folder that is moved keeps its pack.</param>
    /// <param name="paths">Below it, with / between folders; one that is there twice is held once.</param>
    /// <param name="side">Of the shorter side at most, in pixels.</param>
    public PackContent(string root, IEnumerable<string> paths, int side)
    {
        (Root, Paths, Side) = (root, [.. paths.Distinct(StringComparer.Ordinal)], side);
        _hash = Hash();
    }

    /// <summary>The pictures of a set at its <see cref="LongTail.Pictures.PictureSource.PackedSide"/>.</summary>
    public static PackContent Of(PictureSet set) => new(set.Root, set.Paths, set.Source.PackedSide) { MostPixels = set.Source.MostPixels };

    public string Root { get; }

    /// <summary>In the order of the pack, each once.</summary>
    public ImmutableArray<string> Paths { get; }

    public int Side { get; }

    /// <summary>Pixels that a picture may have; no part of what is held, since one that has more stops the building.</summary>
    public int MostPixels { get; init; } = Picture.UsualMostPixels;

    /// <summary>SHA-256 over the version of the format, the side, the number of pictures, and each path as the length of its UTF-8 and that; numbers of 32 bits, little endian.</summary>
    public ReadOnlySpan<byte> Identity => _hash;

    /// <summary>The name of its file: equal content has equal names.</summary>
    public string FileName => $"{Convert.ToHexStringLower(_hash.AsSpan(0, NameBytes))}.pack";

    /// <summary>Where a picture's file is.</summary>
    public string FileOf(int picture) => Path.Combine(Root, Paths[picture]);

    /// <summary>What is there of its pack in a folder, or how large it will be.</summary>
    public PlannedPack Planned(string folder)
    {
        FileInfo file = new(Path.Combine(folder, FileName));
        return new(file.FullName, Paths.Length, Side, file.Exists ? file.Length : EstimatedBytes(), file.Exists);
    }

    // From some headers, evenly chosen; those that cannot be read are found when the pack is built.
    long EstimatedBytes()
    {
        double pixels = Enumerable.Range(0, Math.Min(Sample, Paths.Length)).Select(i => PackedPixels((int)((long)i * Paths.Length / Math.Min(Sample, Paths.Length)))).OfType<long>().DefaultIfEmpty().Average();
        return PackHeader.Bytes + (long)(Paths.Length * (PackedEntry.Bytes + PackedEntry.Channels * pixels));
    }

    long? PackedPixels(int picture)
    {
        try
        {
            using PictureFile opened = PictureFile.Open(FileOf(picture), MostPixels);
            return Placements.ShorterSideAtMost(opened.Size, Side).Target.Pixels;
        }
        catch (Exception fault) when (fault is DataException or PictureException)
        {
            return null;
        }
    }

    byte[] Hash()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(PackHeader.Version);
        Append(Side);
        Append(Paths.Length);
        foreach (string path in Paths)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(path);
            Append(bytes.Length);
            hash.AppendData(bytes);
        }
        return hash.GetHashAndReset();

        void Append(int number)
        {
            Span<byte> bytes = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
            hash.AppendData(bytes);
        }
    }
}
