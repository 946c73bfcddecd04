using LongTail.Data;
using LongTail.Foundation;
using LongTail.Store;

namespace LongTail.Packs;

/// <summary>Sees to it that the sets of a run that ask for packed pictures have them, and holds the packs until the run ends.</summary>
/// <param name="folder">Where packs are kept; made when it is missing. Packs in it may be deleted while nobody runs.</param>
/// <param name="workers">Threads that decode.</param>
/// <param name="tell">Hears that a pack is built, and why an existing one does not serve or none can be had.</param>
/// <param name="packed">Hears how many pictures of a pack that is built are packed, and how many there are; on the threads that decode, one call at a time.</param>
/// <param name="disk">Where they are written; null for the machine's.</param>
/// <param name="freeBytes">Room on the file system of a path; null to ask it.</param>
sealed class PackedSets(string folder, int workers, Action<string> tell, Action<int, int> packed, IDisk? disk = null, Func<string, long?>? freeBytes = null) : IDisposable
{
    /// <summary>The folder's name below an output folder.</summary>
    public const string FolderName = "packed";

    readonly IDisk _disk = disk ?? Disk.Machine;
    readonly Dictionary<string, Pack?> _packs = [];   // by the file's name; null where none can be had

    /// <summary>The same set, drawn from its pack; as it is where it asks for none, or where none can be written. The pixels are the same.</summary>
    /// <exception cref="DataException">A picture cannot be read or drawn.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while building; nothing is left of it.</exception>
    public PictureSet Of(PictureSet set, CancellationToken cancel)
    {
        if (set.Source.PackedSide == 0) return set;
        PackContent content = PackContent.Of(set);
        if (!_packs.TryGetValue(content.FileName, out Pack? pack)) _packs.Add(content.FileName, pack = Ready(content, cancel));
        return pack is null ? set : set.OpenedBy(pack.OpenPicture);
    }

    /// <summary>Lets go of the packs; their files stay.</summary>
    public void Dispose()
    {
        foreach (Pack? pack in _packs.Values) pack?.Dispose();
        _packs.Clear();
    }

    Pack? Ready(PackContent content, CancellationToken cancel)
    {
        string path = Path.Combine(folder, content.FileName), why = "";
        if (File.Exists(path))
        {
            try
            {
                return Pack.Open(path, content, workers);
            }
            catch (PackException fault)
            {
                why = $"{path} does not serve any more: {fault.Message}. ";
            }
        }
        try
        {
            StorageFault.Guard(path, 0, () => Temporary.RemoveLeftovers(_disk, folder, claim: ""));
            new PackBuilder(_disk, workers, freeBytes ?? FreeSpace.Bytes).Build(path, content, length => tell(
                $"{why}{content.Paths.Length} pictures are decoded once and kept at a shorter side of {content.Side} pixels in {path}, {PackBuilder.InGibibytes(length)}."), done => packed(done, content.Paths.Length), cancel);
            return Pack.Open(path, content, workers);
        }
        catch (StorageException fault)
        {
            tell($"{fault.Message} Pictures are decoded each time instead: the numbers are the same, and it takes longer.");
            return null;
        }
        catch (PackException fault) when (fault.InnerException is not null)
        {
            tell($"{path}: {fault.Message}. Pictures are decoded each time instead: the numbers are the same, and it takes longer.");
            return null;
        }
        catch (PackException fault)
        {
            throw new DataException($"Found {path} unusable as soon as it was built: {fault.Message}. Expected pictures that nobody changes meanwhile; run the command again.", fault);
        }
    }
}
