using LongTail.Foundation;
using static TorchSharp.torch;

namespace LongTail.Store;

/// <summary>Reads tensors from safetensors files. A file can be wrong, but it cannot run code and cannot ask for more memory than its size.</summary>
public static class SafetensorsReader
{
    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="requireFinite">Refuse NaN and infinity; right for weights.</param>
    /// <returns>The caller owns it.</returns>
    /// <exception cref="ModelFileException">The file is missing, damaged, or of a format that can run code.</exception>
    public static NamedTensors Read(string path, bool requireFinite = true) => ModelFile.Open(path, file => Read(file, path, requireFinite));

    /// <summary>Reads from a stream's position to its end.</summary>
    /// <param name="stream">Can seek.</param>
    /// <param name="source">Names the file in messages.</param>
    /// <param name="requireFinite">Refuse NaN and infinity; right for weights.</param>
    /// <returns>The caller owns it.</returns>
    /// <exception cref="ModelFileException">The file is damaged, or of a format that can run code.</exception>
    public static NamedTensors Read(Stream stream, string source, bool requireFinite = true)
    {
        SafetensorsHeader header = SafetensorsHeader.Read(stream, source);
        using var scope = NewDisposeScope();   // if one tensor is refused, none is left behind
        SortedDictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
        stream.Position = header.DataStart;
        foreach (SafetensorsEntry entry in header.Entries)
        {
            Tensor tensor = Fill(stream, entry, source);
            if (requireFinite) ReadTensors.CheckFinite(tensor, entry.Name, source);
            tensors.Add(entry.Name, tensor);
        }
        return new(tensors, header.Metadata);
    }

    static Tensor Fill(Stream stream, SafetensorsEntry entry, string source)
    {
        if (entry.Bytes > int.MaxValue)
            throw ModelFileFault.Damaged(source, $"{entry.Bytes} bytes in {Quoted.Of(entry.Name)}", "at most 2 GiB in one tensor");
        Tensor tensor = empty(entry.Shape.AsSpan(), TensorTypes.Native(entry.Type));
        Span<byte> memory = entry.Bytes == 0 ? [] : tensor.bytes;
        try
        {
            stream.ReadExactly(memory);
        }
        catch (Exception e) when (ModelFileFault.IsReadFailure(e))
        {
            throw ModelFileFault.Unreadable(source, e);
        }
        ReadTensors.CheckTruthValues(memory, entry.Type, entry.Name, source);
        return tensor;
    }
}
