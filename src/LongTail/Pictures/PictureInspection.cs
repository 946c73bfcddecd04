using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using LongTail.Foundation;
using LongTail.Imaging;

namespace LongTail.Pictures;

/// <summary>Looks at pictures before anybody trains on them.</summary>
static class PictureInspection
{
    /// <summary>Kind of those that are there and cannot be read.</summary>
    public const string NotRead = "not read";

    /// <summary>Those whose headers cannot be read, in the order given. Pixels are not decoded: what is damaged behind the header shows when it is drawn.</summary>
    /// <param name="root">The data folder.</param>
    /// <param name="paths">Below it.</param>
    /// <param name="mostPixels">Pixels that a picture may have.</param>
    /// <exception cref="UnreadablePicturesException">Files are there and may not be read, or the disk does not give them: for now, maybe. Without them the data would be other data, and a training of it another training.</exception>
    public static ImmutableArray<LeftOut> Unreadable(string root, ImmutableArray<string> paths, int mostPixels) => Look(root, paths, mostPixels).Faults;

    /// <summary>The same, and what the contents of the others come to: equal for files of the same bytes, by their SHA-256; zero for those that cannot be read.</summary>
    /// <inheritdoc cref="Unreadable"/>
    public static (ImmutableArray<LeftOut> Faults, UInt128[] Contents) Look(string root, ImmutableArray<string> paths, int mostPixels)
    {
        LeftOut?[] faults = new LeftOut?[paths.Length];
        UInt128[] contents = new UInt128[paths.Length];
        Parallel.For(0, paths.Length, i => faults[i] = Fault(root, paths[i], mostPixels, out contents[i]));
        ImmutableArray<LeftOut> refused = [.. faults.OfType<LeftOut>().Where(file => file.Kind == NotRead)];
        return refused.IsEmpty ? ([.. faults.OfType<LeftOut>()], contents) : throw UnreadablePicturesException.Refused(refused, paths.Length, root);
    }

    /// <summary>Those that are not there, in the order given. Nothing is opened: half a million are looked for in seconds on a disk of one's own.</summary>
    /// <param name="root">The data folder.</param>
    /// <param name="paths">Below it.</param>
    public static ImmutableArray<LeftOut> Missing(string root, ImmutableArray<string> paths)
    {
        bool[] there = new bool[paths.Length];
        Parallel.For(0, paths.Length, i => there[i] = File.Exists(Path.Combine(root, paths[i])));
        return [.. paths.Where((_, i) => !there[i]).Select(path => NotUtf8.Is(path) ? new LeftOut(path, "not UTF-8", NotUtf8.Told(path)) : new(path, "Missing", "named by a list, and not there."))];
    }

    /// <summary>A file that gives no bytes, by why.</summary>
    /// <param name="path">Below the data folder.</param>
    /// <param name="fault">Of <see cref="PictureFile.Open"/>.</param>
    public static LeftOut Of(string path, DataException fault) => new(path, fault.InnerException switch
    {
        _ when NotUtf8.Is(path) => "not UTF-8",
        null or FileNotFoundException or DirectoryNotFoundException => "Missing",
        _ => NotRead,
    }, fault.Message);

    static LeftOut? Fault(string root, string path, int mostPixels, out UInt128 content)
    {
        content = 0;
        try
        {
            using PictureFile file = PictureFile.Open(Path.Combine(root, path), mostPixels);
            content = BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(file.Bytes));
            return null;
        }
        catch (PictureException fault)
        {
            return new(path, fault.Fault.ToString(), $"{fault.Message}.");
        }
        catch (DataException fault)
        {
            return Of(path, fault);
        }
    }
}
