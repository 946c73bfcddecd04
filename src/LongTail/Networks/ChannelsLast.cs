using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>Channels-last memory: rows, columns, channels. The native convolutions then need no reordering (docs/decisions/0005).</summary>
public static class ChannelsLast
{
    /// <summary>The same [B, K, H, W] tensor with its channels lying together.</summary>
    public static Tensor Of(Tensor images) => images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    /// <summary>Lays out every convolution weight channels-last. Values, names and shapes stay; do it before the optimizer is made.</summary>
    public static void Apply(Network network)
    {
        using IDisposable noGradient = no_grad();
        using var scope = NewDisposeScope();
        foreach (Parameter weight in network.parameters())
            if (weight.dim() == 4) weight.set_(Of(weight));
    }
}
