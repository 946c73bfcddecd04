using LongTail.Foundation;

namespace LongTail.Store;

/// <summary>A zip archive as torch.save lays it out: a pickle that describes tensors, and an entry with the numbers of each storage.</summary>
sealed class TorchArchive
{
    const string Pickle = "data.pkl";

    readonly StoredZip _zip;
    readonly string _source;
    readonly string _root;

    TorchArchive(StoredZip zip, string source, string root) => (_zip, _source, _root) = (zip, source, root);

    /// <summary>Reads the directory of an archive that fills the stream.</summary>
    /// <exception cref="ModelFileException">It is damaged, or another archive than of tensors.</exception>
    internal static TorchArchive Open(Stream stream, string source)
    {
        StoredZip zip = StoredZip.Open(stream, source);
        string[] pickles = [.. zip.Names.Where(name => name.EndsWith('/' + Pickle, StringComparison.Ordinal) && name.IndexOf('/', StringComparison.Ordinal) == name.Length - Pickle.Length - 1)];
        if (pickles is not [var pickle])
            throw ModelFileFault.Damaged(source, $"a zip archive with {(pickles.Length == 0 ? "no" : "more than one")} {Pickle}", "one, as torch.save writes it");
        TorchArchive archive = new(zip, source, pickle[..^Pickle.Length]);
        if (zip.Names.FirstOrDefault(archive.IsProgram) is { } program)
            throw new ModelFileException(
                $"{source}: found a TorchScript archive ({Quoted.Of(program)}), expected weights alone: it is a program. " +
                "Save its weights where you trust it, in Python: torch.save(torch.jit.load(file).state_dict(), \"weights.pth\").");
        zip.CheckEntries();
        archive.CheckByteOrder();
        return archive;
    }

    /// <summary>The pickle's bytes.</summary>
    internal byte[] ReadPickle() => ReadSmall(Pickle, TorchPickle.LongestPickle);

    /// <summary>Bytes of a storage, which the archive has exactly so.</summary>
    /// <exception cref="ModelFileException">It has not, or they are too many.</exception>
    internal int BytesOf(PickledStorage storage)
    {
        string name = NameOf(storage);
        Int128 bytes = (Int128)storage.Count * ElementTypes.Bytes(storage.Type);
        if (_zip.LengthOf(name) is not { } length) throw ModelFileFault.Damaged(_source, $"no entry {Quoted.Of(name)}", "the numbers of every tensor");
        if (length != bytes) throw ModelFileFault.Damaged(_source, $"{length} bytes in {Quoted.Of(name)}", $"{bytes} for {storage.Count} numbers of kind {ElementTypes.Text(storage.Type)}");
        if (length > int.MaxValue) throw ModelFileFault.Damaged(_source, $"{length} bytes in {Quoted.Of(name)}", "at most 2 GiB in one tensor");
        return (int)length;
    }

    /// <summary>Reads the numbers of a storage.</summary>
    /// <param name="storage">Which.</param>
    /// <param name="memory">Of <see cref="BytesOf"/> bytes.</param>
    internal void Read(PickledStorage storage, Span<byte> memory) => _zip.Read(NameOf(storage), memory);

    string NameOf(PickledStorage storage) => $"{_root}data/{storage.Key}";

    bool IsProgram(string name) => name == _root + "constants.pkl" || name.StartsWith(_root + "code/", StringComparison.Ordinal);

    // Written since PyTorch 2.1; before, only little-endian machines were served.
    void CheckByteOrder()
    {
        const string Name = "byteorder";
        if (_zip.LengthOf(_root + Name) is null) return;
        if (!ReadSmall(Name, 16).AsSpan().SequenceEqual("little"u8))
            throw ModelFileFault.Damaged(_source, "numbers with their highest byte first", "the lowest first; save it again on another machine");
    }

    byte[] ReadSmall(string name, int most)
    {
        long length = _zip.LengthOf(_root + name)!.Value;
        if (length > most) throw ModelFileFault.Damaged(_source, $"{length} bytes in {Quoted.Of(_root + name)}", $"at most {most}");
        byte[] bytes = new byte[length];
        _zip.Read(_root + name, bytes);
        return bytes;
    }
}
