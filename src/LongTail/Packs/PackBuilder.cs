using System.Globalization;
using System.Runtime.ExceptionServices;
using LongTail.Foundation;
using LongTail.Imaging;
using LongTail.Pictures;
using LongTail.Store;

namespace LongTail.Packs;

/// <summary>Builds packs: each picture is decoded once, brought to size and written, by several threads at once.</summary>
/// <remarks>
/// All headers are read first. So the pack's length is known before its first byte is written, each picture has its place whoever decodes it, and a
/// file that is no picture is found before hours of work. Each thread holds one picture at a time.
/// </remarks>
/// <param name="disk">Where packs are written.</param>
/// <param name="workers">Threads that decode; any number gives the same bytes.</param>
/// <param name="freeBytes">Room on the file system of a path; null where it does not say.</param>
sealed class PackBuilder(IDisk disk, int workers, Func<string, long?> freeBytes)
{
    const long LeftForResults = 1L << 30;   // checkpoints and results come into the same folder

    /// <summary>Builds a pack, or replaces it. Until it is complete there is none of that name, or the former one.</summary>
    /// <param name="path">Its folder is made when it is missing.</param>
    /// <param name="content">What it is to hold.</param>
    /// <param name="starting">Hears how many bytes it will have, before the first is written.</param>
    /// <param name="packed">Hears after each picture how many are packed, one call at a time, on the threads that decode.</param>
    /// <param name="cancel">Stops between pictures and leaves nothing.</param>
    /// <exception cref="DataException">A picture cannot be read or drawn.</exception>
    /// <exception cref="StorageException">There is no room, or the folder cannot be written.</exception>
    public void Build(string path, PackContent content, Action<long> starting, Action<int> packed, CancellationToken cancel)
    {
        PackedEntry[] entries = Measure(content, cancel);
        long length = entries.Length == 0 ? PackHeader.Bytes : entries[^1].End;
        if (freeBytes(path) is { } free && free < length + LeftForResults)
            throw new StorageException($"{path}: found {InGibibytes(free)} free, expected {InGibibytes(length)} for {entries.Length} pictures at a shorter side of {content.Side} pixels, and {InGibibytes(LeftForResults)} more for results. Free space, or choose another output folder or a smaller data.packedSide.");
        starting(length);

        StorageFault.Guard(path, length, () => Directory.CreateDirectory(Path.GetDirectoryName(path)!));
        AtomicFile.Write(disk, path, length, pack =>
        {
            WritePixels(pack, path, content, entries, packed, cancel);
            StorageFault.Guard(path, length, () => WriteHead(pack, content, entries, length));
            return length;
        });
    }

    /// <summary>For people.</summary>
    public static string InGibibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(bytes / (double)(1L << 30), 0.01):0.##} GiB");

    // Everything but the checksums.
    PackedEntry[] Measure(PackContent content, CancellationToken cancel)
    {
        PackedEntry[] entries = new PackedEntry[content.Paths.Length];
        ForEach(content, (picture, file) =>
        {
            SourceStamp before = SourceStamp.Of(file);
            using PictureFile opened = PictureFile.Open(file, content.MostPixels);
            entries[picture] = new(0, Placements.ShorterSideAtMost(opened.Size, content.Side).Target, before, 0);
        }, cancel);
        long offset = PackHeader.Bytes + (long)entries.Length * PackedEntry.Bytes;
        for (int picture = 0; picture < entries.Length; picture++)
        {
            entries[picture] = entries[picture] with { Offset = offset };
            offset = entries[picture].End;
        }
        return entries;
    }

    void WritePixels(Stream pack, string path, PackContent content, PackedEntry[] entries, Action<int> tell, CancellationToken cancel)
    {
        Lock gate = new();
        int done = 0;
        ForEach(content, (picture, file) =>
        {
            using PictureFile opened = PictureFile.Open(file, content.MostPixels);
            using DecodedPicture packed = DecodedPicture.Of(opened, content.Side);
            PackedEntry entry = entries[picture];
            if (packed.Size != entry.Size) throw new DataException($"Found {file} changed while it was packed, expected pictures that stay as they are. Run the command again.");
            entries[picture] = entry with { Sum = Crc32C.Of(packed.Rgb) };
            lock (gate)
            {
                StorageFault.Guard(path, entries[^1].End, () =>
                {
                    pack.Position = entry.Offset;
                    pack.Write(packed.Rgb);
                });
                tell(++done);
            }
        }, cancel);
    }

    static void WriteHead(Stream pack, PackContent content, PackedEntry[] entries, long length)
    {
        byte[] head = new byte[PackHeader.Bytes + entries.Length * PackedEntry.Bytes];
        Span<byte> table = head.AsSpan(PackHeader.Bytes);
        for (int picture = 0; picture < entries.Length; picture++) entries[picture].Write(table[(picture * PackedEntry.Bytes)..]);
        new PackHeader(content.Side, entries.Length, Crc32C.Of(table), length, Convert.ToHexStringLower(content.Identity)).Write(head);
        pack.Position = 0;
        pack.Write(head);
    }

    // The first fault in the order of the pictures is told, of those that came before the others stopped.
    void ForEach(PackContent content, Action<int, string> work, CancellationToken cancel)
    {
        Lock gate = new();
        (int Picture, Exception Fault)? first = null;
        Parallel.For(0, content.Paths.Length, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancel }, (picture, loop) =>
        {
            string file = content.FileOf(picture);
            try
            {
                work(picture, file);
            }
            catch (Exception fault)
            {
                lock (gate)
                    if (first is null || picture < first.Value.Picture) first = (picture, fault is PictureException named ? PictureFile.NotDrawn(file, named) : fault);
                loop.Stop();
            }
        });
        if (first is { } found) ExceptionDispatchInfo.Throw(found.Fault);
    }
}
