using System.Buffers;
using LongTail.Data;
using LongTail.Imaging;
using static TorchSharp.torch;

namespace LongTail.Augmentation;

/// <summary>Makes <see cref="PixelChanges"/> to a batch that is in memory already. They are made on the processor: from a device the batch comes and goes.</summary>
static class HostChanges
{
    const int Colours = 3;

    /// <summary>The changed batch, [B, K, H, W] bytes in channels-last memory.</summary>
    /// <param name="images">The same; they are not changed. K is 3, or 1 for grey.</param>
    /// <param name="draw">Which draw of which image each row is.</param>
    /// <param name="changes">To be made.</param>
    public static Tensor Apply(Tensor images, BatchDraw draw, PixelChanges changes)
    {
        Tensor rows = images.permute(0, 2, 3, 1).to(CPU, copy: true).contiguous();                     // [B, H, W, K]
        (int height, int width, int channels) = ((int)rows.size(1), (int)rows.size(2), (int)rows.size(3));
        byte[] bytes = rows.bytes.ToArray();
        int length = height * width * channels;
        Parallel.For(0, draw.Indices.Length, new() { MaxDegreeOfParallelism = get_num_threads() }, row =>
        {
            Span<byte> pixels = bytes.AsSpan(row * length, length);
            ImageDraw which = new(draw.Epoch, draw.Indices[row], draw.Occurrences[row]);
            if (channels == Colours) changes.Apply(pixels, new(width, height), which);
            else ApplyToGrey(pixels, new(width, height), which, changes);
        });
        bytes.CopyTo(rows.bytes);
        return rows.to(images.device).permute(0, 3, 1, 2);
    }

    // Three equal colours, which all changes but that of the hue leave equal, and that leaves grey as it is.
    static void ApplyToGrey(Span<byte> grey, PictureSize size, ImageDraw which, PixelChanges changes)
    {
        byte[] lent = ArrayPool<byte>.Shared.Rent(grey.Length * Colours);
        Span<byte> rgb = lent.AsSpan(0, grey.Length * Colours);
        for (int at = 0; at < rgb.Length; at++) rgb[at] = grey[at / Colours];
        changes.Apply(rgb, size, which);
        for (int at = 0; at < grey.Length; at++) grey[at] = rgb[at * Colours];
        ArrayPool<byte>.Shared.Return(lent);
    }
}
