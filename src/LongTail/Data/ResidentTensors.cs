using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace LongTail.Data;

/// <summary>A set's pixels and labels on a device, made once, in the caller's dispose scope.</summary>
sealed class ResidentTensors
{
    public ResidentTensors(ResidentImageSet images, Device device)
    {
        byte[] pixels = MemoryMarshal.TryGetArray(images.Pixels, out ArraySegment<byte> whole) && whole.Count == whole.Array!.Length
            ? whole.Array
            : images.Pixels.ToArray();
        Pixels = tensor(pixels, [images.Count, images.Shape.Height, images.Shape.Width, images.Shape.Channels], device: device);
        Labels = tensor(images.Labels.Select(label => (long)label).ToArray(), device: device);
    }

    /// <summary>[N, H, W, K] bytes.</summary>
    public Tensor Pixels { get; }

    /// <summary>[N], 64-bit.</summary>
    public Tensor Labels { get; }

    /// <summary>[B, H, W, K] as the [B, K, H, W] of a batch, in channels-last memory, without copying.</summary>
    public static Tensor ChannelsSecond(Tensor pixels) => pixels.permute(0, 3, 1, 2);
}
