using System.Buffers;
using LongTail.Foundation;

namespace LongTail.Store;

/// <summary>Recognises model files that can run code, by their first bytes alone, and refuses them.</summary>
static class ForeignFormats
{
    /// <summary>No more of a file is read before it has passed.</summary>
    internal const int BytesRead = 16;

    static readonly SearchValues<byte> s_notInText = SearchValues.Create([.. Enumerable.Range(0, byte.MaxValue + 1).Where(code => code is not ('\t' or '\r' or '\n') and (< ' ' or > '~')).Select(code => (byte)code)]);

    /// <summary>Refuses known formats; says nothing about unknown ones.</summary>
    /// <param name="start">The first bytes of the file, at most 16.</param>
    /// <param name="source">Names the file in messages.</param>
    /// <exception cref="ModelFileException">A format that can run code.</exception>
    internal static void Refuse(ReadOnlySpan<byte> start, string source)
    {
        if (LooksLikeSafetensors(start)) return;
        RefuseText(start, source, "a safetensors file");
        if (NameOf(start) is not { } format) return;
        throw new ModelFileException(
            $"{source}: found {format}, expected a safetensors file. Such a file can run code when it is opened, so no model of LongTail is one. " +
            "Convert it where you trust it, in Python: safetensors.torch.save_file(torch.load(file, weights_only=True), \"model.safetensors\").");
    }

    /// <summary>Refuses known formats that pretrained weights are not read from; says nothing about unknown ones and zip archives.</summary>
    /// <inheritdoc cref="Refuse"/>
    internal static void RefuseAsPretrained(ReadOnlySpan<byte> start, string source)
    {
        if (LooksLikeSafetensors(start) || IsZip(start)) return;
        RefuseText(start, source, "a safetensors file or a .pth of PyTorch 1.6 or later");
        if (NameOf(start) is not { } format) return;
        throw new ModelFileException(
            $"{source}: found {format}, expected a safetensors file or a .pth of PyTorch 1.6 or later. Such a file can run code when it is opened, so LongTail never reads it. " +
            "Convert it where you trust it, in Python: torch.save(torch.load(file, weights_only=True), \"weights.pth\").");
    }

    /// <summary>Whether the file is a zip archive.</summary>
    /// <param name="start">The first bytes of the file.</param>
    internal static bool IsZip(ReadOnlySpan<byte> start) =>
        start.StartsWith("PK\x03\x04"u8) || start.StartsWith("PK\x05\x06"u8) || start.StartsWith("PK\x07\x08"u8);

    // A header of 640, 896, 1152 or 1408 bytes starts with the two bytes of a pickle. What follows settles it:
    // the upper bytes of the length are zero, and zero is no pickle opcode.
    static bool LooksLikeSafetensors(ReadOnlySpan<byte> start) =>
        start.Length > 8 && start[8] == '{' && start[4..8].IndexOfAnyExcept((byte)0) < 0;

    static void RefuseText(ReadOnlySpan<byte> start, string source, string expected)
    {
        const byte First = (byte)' ', Last = (byte)'~';
        if (start.IsEmpty || start.ContainsAny(s_notInText) || start.IndexOfAnyInRange(First, Last) < 0) return;
        string what = start.TrimStart(" \t\r\n"u8).StartsWith("<"u8) ? "a web page or other markup" : "text";
        throw new ModelFileException($"{source}: found {what}, expected {expected}. It is often what a server sends, or a repository keeps, in place of a large file: fetch the file itself.");
    }

    static string? NameOf(ReadOnlySpan<byte> start)
    {
        if (IsZip(start))
            return "a zip archive (PyTorch .pt or .pth, TorchScript, .npz)";
        if (start.Length >= 2 && start[0] == 0x80 && start[1] is >= 2 and <= 5)
            return "a Python pickle (old PyTorch .pt or .pth, .pkl)";
        if (start.StartsWith<byte>([0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A]))
            return "an HDF5 file (Keras .h5)";
        return null;
    }
}
