using System.Buffers.Binary;
using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Imaging;

namespace LongTail.Pictures;

/// <summary>Looks at pictures before anybody trains on them.</summary>
static class PictureInspection
{
    /// <summary>Kind of those that are there and cannot be read.</summary>
    public const string NotRead = "not read";

    /// <summary>Finds those whose headers cannot be read, in the order given. Pixels are not decoded: what is damaged behind the header shows when it is drawn.</summary>
    /// <param name="root">The data folder.</param>
    /// <param name="paths">Below it.</param>
    /// <param name="mostPixels">Pixels that a picture may have.</param>
    /// <param name="look">Who hears how far it is, and may stop it.</param>
    /// <returns>Their faults, and of each path the bytes of the file, 0 for those that cannot be read.</returns>
    /// <exception cref="UnreadablePicturesException">Files are there and may not be read, or the disk does not give them: for now, maybe. Without them the data would be other data, and a training of it another training.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static (ImmutableArray<LeftOut> Faults, long[] Lengths) Look(string root, ImmutableArray<string> paths, int mostPixels, PictureLook look)
    {
        LeftOut?[] faults = new LeftOut?[paths.Length];
        long[] lengths = new long[paths.Length];
        int done = 0;
        Parallel.For(0, paths.Length, new() { CancellationToken = look.Cancel }, i =>
        {
            if (look.Cancel.IsCancellationRequested) return;   // the loop looks at it after some pictures only
            faults[i] = Fault(root, paths[i], mostPixels, out lengths[i]);
            look.Progress?.Report(new(Interlocked.Increment(ref done), paths.Length));
        });
        look.Cancel.ThrowIfCancellationRequested();
        ImmutableArray<LeftOut> refused = [.. faults.OfType<LeftOut>().Where(file => file.Kind == NotRead)];
        return refused.IsEmpty ? ([.. faults.OfType<LeftOut>()], lengths) : throw UnreadablePicturesException.Refused(refused, paths.Length, root);
    }

    /// <summary>What the contents of files come to, by path: equal for files of the same bytes, by their SHA-256. Each is read whole.</summary>
    /// <param name="root">The data folder.</param>
    /// <param name="paths">Below it, each once.</param>
    /// <param name="cancel">Stops after the files that are being read.</param>
    /// <exception cref="DataException">A file cannot be read any more.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Dictionary<string, UInt128> Contents(string root, ImmutableArray<string> paths, CancellationToken cancel)
    {
        UInt128[] contents = new UInt128[paths.Length];
        try
        {
            Parallel.For(0, paths.Length, new() { CancellationToken = cancel }, i => contents[i] = BinaryPrimitives.ReadUInt128LittleEndian(PictureFile.Hash(Path.Combine(root, paths[i]))));
        }
        catch (AggregateException several) when (several.InnerExceptions is [DataException fault, ..])
        {
            throw fault;
        }
        return paths.Zip(contents).ToDictionary(item => item.First, item => item.Second, StringComparer.Ordinal);
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
    /// <param name="fault">Of <see cref="PictureFile"/>.</param>
    public static LeftOut Of(string path, DataException fault) => new(path, fault.InnerException switch
    {
        _ when NotUtf8.Is(path) => "not UTF-8",
        null or FileNotFoundException or DirectoryNotFoundException => "Missing",
        _ => NotRead,
    }, fault.Message);

    static LeftOut? Fault(string root, string path, int mostPixels, out long length)
    {
        length = 0;
        try
        {
            length = PictureFile.Look(Path.Combine(root, path), mostPixels);
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
