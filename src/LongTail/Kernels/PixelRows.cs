using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace LongTail.Kernels;

/// <summary>A channels-last tensor as rows of channels in memory.</summary>
static unsafe class PixelRows
{
    /// <summary>Whether the rows of [B, K, H, W] lie one behind the other, each K numbers long.</summary>
    public static bool IsChannelsLast(Tensor tensor)
    {
        if (tensor.dim() != 4) return false;
        long channels = tensor.size(1), width = tensor.size(3), height = tensor.size(2);
        return tensor.stride(1) == 1 && tensor.stride(3) == channels && tensor.stride(2) == channels * width
            && (tensor.size(0) == 1 || tensor.stride(0) == channels * width * height);
    }

    /// <summary>The tensor itself where it is in channels-last memory, a copy where it is not.</summary>
    public static Tensor InChannelsLast(Tensor tensor) => IsChannelsLast(tensor) ? tensor : tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    /// <summary>Where the rows begin. Valid as long as the tensor lives.</summary>
    /// <param name="tensor">[B, K, H, W] in channels-last memory.</param>
    public static void* Of(Tensor tensor)
    {
        using Tensor rows = tensor.permute(0, 2, 3, 1);
        return Start(rows);
    }

    /// <summary>Where a contiguous tensor's numbers begin. Valid as long as the tensor lives.</summary>
    public static void* Start(Tensor tensor) => Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
}
