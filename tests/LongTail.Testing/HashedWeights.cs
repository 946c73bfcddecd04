using LongTail.Networks;
using static TorchSharp.torch;

namespace LongTail.Testing;

/// <summary>Numbers by the rule of resnet_imagenet_golden.py, which gives the same ones.</summary>
static class HashedWeights
{
    const uint Images = 1_000_000;

    public static void Fill(Network network)
    {
        using IDisposable noGradient = no_grad();
        using var scope = NewDisposeScope();
        uint number = 0;
        foreach ((string name, Tensor live) in network.state_dict().Where(pair => !pair.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            (double centre, double scale) = name.EndsWith("running_var", StringComparison.Ordinal) ? (1, 0.2)
                : name.EndsWith("bias", StringComparison.Ordinal) || name.EndsWith("running_mean", StringComparison.Ordinal) ? (0, 0.1)
                : live.dim() == 4 ? (0, Math.Sqrt(2.0 / (live.numel() / live.size(0))))
                : live.dim() == 2 ? (0, Math.Sqrt(1.0 / live.size(1)))
                : (1, 0.1);
            live.copy_(tensor(Values(number++, live.numel(), centre, scale), live.shape));
        }
    }

    /// <summary>[count, 3, side, side].</summary>
    public static Tensor ImagesOf(int count, int side, ScalarType type) =>
        tensor(Values(Images, count * 3 * side * side, 0, 1), [count, 3, side, side]).to(type);

    static float[] Values(uint number, long count, double centre, double scale)
    {
        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++) values[i] = (float)(centre + scale * Hashed(number, (uint)i));
        return values;
    }

    static double Hashed(uint number, uint element)
    {
        uint hash = element + 0x9E3779B9 * number;
        hash = (hash ^ hash >> 16) * 0x85EBCA6B;
        hash = (hash ^ hash >> 13) * 0xC2B2AE35;
        hash ^= hash >> 16;
        return Math.Sqrt(3) * (hash / 2147483648.0 - 1);
    }
}
