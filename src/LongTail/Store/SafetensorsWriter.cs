using System.Buffers.Binary;
using System.Text.Json;
using LongTail.Foundation;
using static TorchSharp.torch;

namespace LongTail.Store;

/// <summary>Writes tensors as a safetensors file. Equal contents give equal bytes, on every machine.</summary>
public static class SafetensorsWriter
{
    const int Alignment = 8;

    /// <summary>Writes a file, or replaces it in one step.</summary>
    /// <param name="path">Its folder exists.</param>
    /// <param name="tensors">By name; on any device, in any layout.</param>
    /// <param name="metadata">Free text by key.</param>
    /// <exception cref="StorageException">The file cannot be written; what was there before is unharmed.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        AtomicFile.Write(path, stream => Write(stream, tensors, metadata));

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">Is written from its position on.</param>
    /// <param name="tensors">By name; on any device, in any layout.</param>
    /// <param name="metadata">Free text by key.</param>
    /// <exception cref="ArgumentException">A tensor of a kind or size the format or its readers cannot take.</exception>
    public static void Write(Stream stream, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        if (tensors.Count >= SafetensorsHeader.MaximumEntries)
            throw new ArgumentException($"Found {tensors.Count} tensors, expected fewer than {SafetensorsHeader.MaximumEntries}.", nameof(tensors));

        // Large numbers first: every tensor then starts at a multiple of its own size.
        (string Name, Tensor Tensor, ElementType Type)[] ordered =
            [.. tensors.Select(pair => (pair.Key, pair.Value, TensorTypes.Stored(pair.Value.dtype, pair.Key)))
                .OrderByDescending(item => ElementTypes.Bytes(item.Item3)).ThenBy(item => item.Key, StringComparer.Ordinal)];
        stream.Write(Header(ordered, metadata));
        foreach (var (_, tensor, _) in ordered) WriteNumbers(stream, tensor);
    }

    static byte[] Header((string Name, Tensor Tensor, ElementType Type)[] ordered, IReadOnlyDictionary<string, string>? metadata)
    {
        using MemoryStream buffer = new();
        buffer.Write(stackalloc byte[sizeof(long)]);
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 }) WriteMetadata(json, metadata);
            long offset = 0;
            foreach (var (name, tensor, type) in ordered) offset = WriteEntry(json, name, tensor, type, offset);
            json.WriteEndObject();
        }
        while (buffer.Length % Alignment != 0) buffer.WriteByte((byte)' ');

        byte[] header = buffer.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - sizeof(long));
        return header;
    }

    static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject("__metadata__");
        foreach (var (key, text) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, text);
        json.WriteEndObject();
    }

    static long WriteEntry(Utf8JsonWriter json, string name, Tensor tensor, ElementType type, long begin)
    {
        long bytes = tensor.numel() * ElementTypes.Bytes(type);
        if (bytes > int.MaxValue) throw new ArgumentException($"Found {bytes} bytes in {Quoted.Of(name)}, expected at most 2 GiB in one tensor.");
        json.WriteStartObject(name);
        json.WriteString("dtype", ElementTypes.Text(type));
        json.WriteStartArray("shape");
        foreach (long dimension in tensor.shape) json.WriteNumberValue(dimension);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(begin + bytes);
        json.WriteEndArray();
        json.WriteEndObject();
        return begin + bytes;
    }

    static void WriteNumbers(Stream stream, Tensor tensor)
    {
        if (tensor.numel() == 0) return;
        using var scope = NewDisposeScope();
        stream.Write(tensor.detach().cpu().contiguous().bytes);
    }
}
