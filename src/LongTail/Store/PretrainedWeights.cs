using LongTail.Foundation;

namespace LongTail.Store;

/// <summary>Reads weights that others trained, from the formats they come in. Models and checkpoints of our own runs are safetensors alone (<see cref="SafetensorsReader"/>).</summary>
public static class PretrainedWeights
{
    /// <summary>Reads a safetensors file, or a .pt or .pth of PyTorch 1.6 and later; the first bytes tell which.</summary>
    /// <param name="path">The file; its name does not matter.</param>
    /// <param name="requireFinite">Refuse NaN and infinity; right for weights.</param>
    /// <returns>The caller owns it.</returns>
    /// <exception cref="ModelFileException">The file is missing, damaged, or of a format or content that can run code.</exception>
    public static NamedTensors Read(string path, bool requireFinite = true) => ModelFile.Open(path, file =>
        IsArchive(file, path) ? TorchArchiveReader.Read(file, path, requireFinite) : SafetensorsReader.Read(file, path, requireFinite));

    /// <summary>What such a file says it holds, without its numbers.</summary>
    /// <exception cref="ModelFileException">The file is missing, damaged as far as this tells, or of a format or content that can run code.</exception>
    internal static IReadOnlyDictionary<string, TensorForm> Describe(string path) => ModelFile.Open(path, file => IsArchive(file, path)
        ? TorchArchiveReader.Describe(file, path)
        : SafetensorsHeader.Read(file, path).Entries.ToDictionary(entry => entry.Name, entry => new TensorForm(TensorTypes.Native(entry.Type), [.. entry.Shape]), StringComparer.Ordinal));

    static bool IsArchive(Stream file, string path)
    {
        Span<byte> start = stackalloc byte[ForeignFormats.BytesRead];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        ForeignFormats.RefuseAsPretrained(start, path);
        return ForeignFormats.IsZip(start);
    }
}
