using System.Formats.Tar;

namespace LongTail.Foundation;

/// <summary>Tells pipes, sockets and devices from regular files: who opens a pipe to read waits for whoever writes, for ever.</summary>
static class SpecialFile
{
    /// <summary>Kinds that can be read without an end.</summary>
    public const string Pipe = "a named pipe", Device = "a device";

    /// <summary>What a file is, for messages, without opening it; null for a regular file, and where there is none.</summary>
    public static string? KindOf(string path)
    {
        FileInfo file = new(path);
        if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target) file = target;
        if (!file.Exists || file.Length > 0) return null;      // of all others the system gives the length 0
        return TypeOf(file.FullName) switch
        {
            TarEntryType.Fifo => Pipe,
            TarEntryType.SymbolicLink => "a link whose target the system does not tell",
            TarEntryType.BlockDevice or TarEntryType.CharacterDevice => Device,
            null => "a socket",
            _ => null,
        };
    }

    // .NET tells the type of a file to nobody but archives, which take no sockets.
    static TarEntryType? TypeOf(string path)
    {
        using MemoryStream archive = new();
        try
        {
            using (TarWriter writer = new(archive, TarEntryFormat.Pax, leaveOpen: true)) writer.WriteEntry(path, "file");
        }
        catch (UnauthorizedAccessException)
        {
            return TarEntryType.RegularFile;    // only regular files are opened to be written there
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
        catch (ArgumentException)
        {
            return TarEntryType.SymbolicLink;   // archives take no link without a target, such as that of a kernel thread to its program below /proc
        }
        archive.Position = 0;
        using TarReader reader = new(archive);
        return reader.GetNextEntry()!.EntryType;
    }
}
