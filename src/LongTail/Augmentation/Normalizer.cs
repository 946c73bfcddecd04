using LongTail.Data;
using LongTail.Native;
using static TorchSharp.torch;

namespace LongTail.Augmentation;

/// <summary>Bytes to floats: (x / 255 - mean) / deviation, as one multiplication and one addition.</summary>
/// <param name="normalization">One mean and deviation per channel.</param>
/// <param name="device">Where batches come.</param>
sealed class Normalizer(Normalization normalization, Device device)
{
    readonly Tensor _scale = Constants(normalization, channel => 1 / (255 * normalization.Deviation[channel]), device);                          // [K]
    readonly Tensor _shift = Constants(normalization, channel => -normalization.Mean[channel] / normalization.Deviation[channel], device);   // [K]

    /// <summary>[B, K, H, W] floats in channels-last memory.</summary>
    /// <param name="images">[B, K, H, W] bytes in channels-last memory.</param>
    public Tensor Apply(Tensor images)
    {
        Tensor pixels = images.permute(0, 2, 3, 1);                                                                 // [B, H, W, K]
        // Laid out for a whole image: against one value per channel the native loop would be K long.
        long[] image = [1, pixels.size(1), pixels.size(2), pixels.size(3)];
        Tensor scale = _scale.expand(image).contiguous(), shift = _shift.expand(image).contiguous();
        return addcmul(shift, pixels.to(float32), scale, KeptScalars.One).permute(0, 3, 1, 2);
    }

    static Tensor Constants(Normalization normalization, Func<int, double> value, Device device) =>
        tensor(Enumerable.Range(0, normalization.Mean.Length).Select(channel => (float)value(channel)).ToArray(), device: device);
}
