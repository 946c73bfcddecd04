using System.Globalization;
using Google.Protobuf;
using LongTail.Foundation;
using LongTail.Prediction;
using LongTail.Runs;
using LongTail.Store;

namespace LongTail.Onnx;

/// <summary>Writes trained networks as ONNX files (operator set 13): for programs that are to run them without this library and without libtorch.</summary>
/// <remarks>
/// Input <c>pixels</c>: bytes, [N, H, W, K], rows of pixels as decoders give them, red first, or grey. Outputs <c>logits</c> and <c>probabilities</c>: [N, C], single precision. What the
/// network does to the bytes (scaling, normalisation) is inside. How a picture becomes H x W, the classes and where the network comes from are the file's metadata.
/// Numbers are of 32 bits whatever the network was trained with.
/// </remarks>
public static class OnnxFile
{
    /// <summary>Name of the input.</summary>
    public const string Pixels = "pixels";

    /// <summary>Name of the output with the logits.</summary>
    public const string Logits = "logits";

    /// <summary>Name of the output with the probabilities: the softmax of the logits.</summary>
    public const string Probabilities = "probabilities";

    /// <summary>Writes the network of a finished stage; the file is there whole or not at all.</summary>
    /// <param name="folder">A stage's folder, with model.json and the weights, such as runs/stages/bkd-2bac3269bac7.</param>
    /// <param name="path">Of the file, such as bkd.onnx; its folder exists.</param>
    /// <param name="options">What of it; null for the usual.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="ModelFileException">The folder is no stage, or is damaged.</exception>
    /// <exception cref="RecipeException">The network is of a kind that cannot be written, or has more than 2 GB, which is the most that the format allows.</exception>
    /// <exception cref="ArgumentException">The shifts are not one number for each class, or cannot be added to logits.</exception>
    /// <exception cref="PlatformException">The native library does not load.</exception>
    /// <exception cref="StorageException">The file cannot be written; what was there before is unharmed.</exception>
    public static OnnxDescription Write(string folder, string path, OnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(path);
        options ??= new();
        StoredStage stored = StoredStage.Open(folder);
        ModelCard card = stored.Card;
        float[]? shifts = options.Shifts?.Invoke(card) is { } given ? [.. given.Select(shift => (float)shift)] : null;
        if (shifts is not null && (shifts.Length != card.ClassNames.Length || shifts.Any(shift => float.IsNaN(shift) || float.IsPositiveInfinity(shift))))
            throw new ArgumentException($"Found shifts of {shifts.Length} classes, {string.Join(", ", shifts.Take(5).Select(shift => shift.ToString(CultureInfo.InvariantCulture)))} ..., expected {card.ClassNames.Length} numbers, of which none is infinite unless a class is to be ruled out by minus infinity.", nameof(options));
        ProtoMessage model = OnnxModel.Of(card, new(stored.ReadNumbers(options.Weights)), options.Weights, shifts);
        int length = model.Length;
        AtomicFile.Write(path, stream =>
        {
            using CodedOutputStream output = new(stream, leaveOpen: true);
            model.WriteTo(output);
        });
        return new(path, length, card, PictureView.Of(card));
    }
}
