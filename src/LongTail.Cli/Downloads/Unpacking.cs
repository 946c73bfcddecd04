using System.Formats.Tar;
using System.IO.Compression;
using LongTail.Foundation;
using LongTail.Store;

namespace LongTail.Cli.Downloads;

/// <summary>Takes the files of a data set out of its archive: those that are expected, by name, and nothing else.</summary>
static class Unpacking
{
    const long Largest = 1L << 30;

    /// <summary>Unpacks into a folder that appears only when all files are in it.</summary>
    /// <param name="archive">A .tar.gz whose checksum was right.</param>
    /// <param name="file">What it must hold.</param>
    /// <param name="folder">Where the folder will be.</param>
    /// <exception cref="DataException">A file is missing in the archive, or it is none.</exception>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public static void Run(string archive, PublishedFile file, string folder)
    {
        string target = Path.Combine(folder, file.Folder!), partial = target + ".part";
        try
        {
            StorageFault.Guard(target, file.Bytes, () =>
            {
                if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
                Directory.CreateDirectory(partial);
                Extract(archive, file, partial);
                string[] missing = [.. file.Members.Where(member => !File.Exists(Path.Combine(partial, member)))];
                if (missing.Length > 0) throw new DataException($"Found {archive} without {string.Join(", ", missing)}, expected them in its folder {file.Folder}. Report that the archive has changed.");
                if (Directory.Exists(target)) Directory.Delete(target, recursive: true);     // incomplete: a complete one is not fetched again
                Directory.Move(partial, target);
            });
        }
        catch (InvalidDataException fault)
        {
            throw new DataException($"Found {archive}, which cannot be unpacked ({fault.Message.TrimEnd('.')}), expected a .tar.gz archive. Report that the archive has changed.", fault);
        }
    }

    static void Extract(string archive, PublishedFile file, string into)
    {
        using FileStream packed = File.OpenRead(archive);
        using GZipStream plain = new(packed, CompressionMode.Decompress);
        using TarReader reader = new(plain);
        while (reader.GetNextEntry() is { } entry)
        {
            string? member = file.Members.FirstOrDefault(name => entry.Name.TrimStart('.', '/') == $"{file.Folder}/{name}");
            if (member is null || entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || entry.Length > Largest) continue;
            entry.ExtractToFile(Path.Combine(into, member), overwrite: false);
        }
    }
}
