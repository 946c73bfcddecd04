using System.Globalization;
using LongTail.Foundation;

namespace LongTail.Store;

/// <summary>The newest checkpoint of an interrupted job and the one before it, in a folder of their own.</summary>
/// <remarks>One process at a time: hold a <see cref="FolderLock"/> around it.</remarks>
sealed class ProgressCheckpoints
{
    const int Generations = 2;
    const string Prefix = "at-";

    readonly IDisk _disk;
    readonly string _folder;
    readonly HashSet<long> _damaged = [];

    /// <summary>Writes nothing yet.</summary>
    /// <param name="folder">Made by the first save.</param>
    public ProgressCheckpoints(string folder) : this(Disk.Machine, folder) { }

    internal ProgressCheckpoints(IDisk disk, string folder) => (_disk, _folder) = (disk, Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    /// <summary>Adds a checkpoint and drops all but the one before it. A crash at any moment leaves the newest or the one before readable.</summary>
    /// <param name="sequence">Its place in the order, not negative, such as the number of steps done. One that is there already is kept: equal places hold equal states. Later ones are dropped.</param>
    /// <param name="fill">Adds the files.</param>
    /// <exception cref="StorageException">It cannot be written; the older ones are unharmed.</exception>
    public void Save(long sequence, Action<FolderWriter> fill)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        StorageFault.Guard(_folder, 0, () =>
        {
            FolderSealing.EnsureFolder(_disk, _folder);
            Temporary.RemoveLeftovers(_disk, _folder, FolderManifest.FileName);
            if (Directory.Exists(PathOf(sequence)) && !IsIntact(sequence)) Delete(sequence);
        });
        SealedFolder.Write(_disk, PathOf(sequence), fill, IfSealed.Keep);
        StorageFault.Guard(_folder, 0, () =>
        {
            foreach (long other in Sequences().Where(other => other > sequence || _damaged.Contains(other))) Delete(other);
            foreach (long old in Sequences().Skip(Generations)) Delete(old);
        });
    }

    /// <summary>Opens the newest intact checkpoint.</summary>
    /// <param name="warning">What was damaged and what is used instead; null when nothing was.</param>
    /// <returns>Null when there is none, or none intact.</returns>
    /// <exception cref="ModelFileException">The newest was made by a newer version of the program.</exception>
    public SealedFolder? OpenNewest(out string? warning)
    {
        List<string> found = [];
        foreach (long sequence in Sequences())
            try
            {
                SealedFolder folder = SealedFolder.Open(PathOf(sequence));
                warning = Warning(found, $"The one before, {folder.Path}, is used.");
                return folder;
            }
            catch (ModelFileException damage) when (!FolderManifest.IsNewer(PathOf(sequence)))
            {
                _damaged.Add(sequence);
                found.Add(damage.Message);
            }
        warning = Warning(found, "There is no intact one: the job starts from its beginning.");
        return null;
    }

    /// <summary>Deletes all checkpoints and the folder; for a job that is done.</summary>
    /// <exception cref="StorageException">They cannot be deleted.</exception>
    public void Clear() => StorageFault.Guard(_folder, 0, () =>
    {
        if (Directory.Exists(_folder)) Temporary.Discard(_disk, _folder);
    });

    bool IsIntact(long sequence)
    {
        try
        {
            SealedFolder.Open(PathOf(sequence));
            return true;
        }
        catch (ModelFileException)
        {
            return false;
        }
    }

    static string? Warning(List<string> found, string consequence) =>
        found.Count == 0 ? null : $"Damaged checkpoint. {string.Join(' ', found)} {consequence}";

    // Newest first.
    long[] Sequences() => !Directory.Exists(_folder) ? [] :
        [.. Directory.EnumerateDirectories(_folder, Prefix + "*").Select(path => SequenceOf(Path.GetFileName(path))).OfType<long>().OrderDescending()];

    static long? SequenceOf(string name) =>
        long.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long sequence) && name == NameOf(sequence) ? sequence : null;

    void Delete(long sequence)
    {
        Temporary.Discard(_disk, PathOf(sequence));
        _damaged.Remove(sequence);
    }

    string PathOf(long sequence) => Path.Combine(_folder, NameOf(sequence));

    static string NameOf(long sequence) => $"{Prefix}{sequence.ToString("D12", CultureInfo.InvariantCulture)}";
}
