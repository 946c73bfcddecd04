using LongTail.Foundation;
using static TorchSharp.torch;

namespace LongTail.Store;

/// <summary>What is asked of numbers that were read from a file, whatever its format.</summary>
static class ReadTensors
{
    internal static void CheckFinite(Tensor tensor, string name, string source)
    {
        if (!tensor.is_floating_point()) return;
        if (tensor.isfinite().all().item<bool>()) return;
        throw new ModelFileException(
            $"{source}: found NaN or infinity in {Quoted.Of(name)}, expected finite weights. The training that wrote it had diverged: use an earlier checkpoint.");
    }

    internal static void CheckTruthValues(ReadOnlySpan<byte> memory, ElementType type, string name, string source)
    {
        if (type == ElementType.Boolean && memory.ContainsAnyExceptInRange((byte)0, (byte)1))
            throw ModelFileFault.Damaged(source, $"a byte above 1 in {Quoted.Of(name)}", "0 or 1 in a BOOL tensor");
    }
}
