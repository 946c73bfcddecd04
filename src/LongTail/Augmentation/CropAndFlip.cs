using LongTail.Data;
using static TorchSharp.torch;

namespace LongTail.Augmentation;

/// <summary>Takes a view of each image of a batch in one gather.</summary>
/// <remarks>
/// A row of a view is one stretch of memory in the padded batch, or in its mirror image. So the gather copies whole rows, B x H of them;
/// picking pixel by pixel took ten times as long (2.9 ms against 0.3 ms for 128 images of 32 x 32 on two cores).
/// </remarks>
static class CropAndFlip
{
    /// <summary>The views, [B, K, H, W] bytes in channels-last memory.</summary>
    /// <param name="images">[B, K, H, W] bytes in channels-last memory.</param>
    /// <param name="views">One per image.</param>
    /// <param name="padding">Black pixels that are added at each side first.</param>
    public static Tensor Apply(Tensor images, View[] views, int padding)
    {
        Tensor pixels = images.permute(0, 2, 3, 1);                                                     // [B, H, W, K]
        (int height, int width, int channels) = ((int)pixels.size(1), (int)pixels.size(2), (int)pixels.size(3));
        Tensor padded = padding == 0 ? pixels : nn.functional.pad(pixels, [0, 0, padding, padding, padding, padding]);
        Tensor both = cat([padded, padded.flip(2)]).flatten();                                          // all images, then all mirrored
        Tensor stretches = both.as_strided([both.numel() / channels - width + 1, (long)width * channels], [channels, 1]);
        Tensor rows = Upload.Of(RowStarts(views, height, width, padding), images.device);               // [B H]
        return stretches.index_select(0, rows).reshape(views.Length, height, width, channels).permute(0, 3, 1, 2);
    }

    // Where each row of each view starts, in pixels from the start of the batch.
    static long[] RowStarts(View[] views, int height, int width, int padding)
    {
        long paddedHeight = height + 2 * padding, paddedWidth = width + 2 * padding;
        long[] starts = new long[views.Length * height];
        int next = 0;
        for (int image = 0; image < views.Length; image++)
        {
            (int top, int left, bool mirrored) = views[image];
            long copy = mirrored ? views.Length + image : image;
            long column = mirrored ? 2 * padding - left : left;
            for (int row = 0; row < height; row++)
                starts[next++] = (copy * paddedHeight + top + row) * paddedWidth + column;
        }
        return starts;
    }
}
