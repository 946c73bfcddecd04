using LongTail.Foundation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>The attention and the embedding that OLTR adds to trained features, which do nothing until they have learnt.</summary>
static class AddedFeatures
{
    /// <summary>The embedding. Pooled features are sums of what a ReLU let through: to them the identity and a ReLU do nothing.</summary>
    /// <param name="features">D.</param>
    public static Linear Embedding(int features)
    {
        Linear layer = nn.Linear(features, features);
        Initialization.Identity(layer.weight!);
        Initialization.Zero(layer.bias!);
        return layer;
    }

    /// <summary>Draws them as the published ResNet-10 does: its loop over all convolutions comes after the attention has set its own to zero, and its linear layer is PyTorch's.</summary>
    public static void DrawAnew(Network network, Seed seed)
    {
        foreach (string projection in (string[])["g", "theta", "phi", "conv_mask"])
        {
            string name = $"modulatedatt.{projection}.weight";
            Parameter weight = network.get_parameter(name)!;
            Initialization.Normal(weight, Math.Sqrt(2.0 / weight.size(0)), seed, name);
        }
        foreach (string part in (string[])["fc_add.weight", "fc_add.bias"])
            Initialization.Uniform(network.get_parameter(part)!, 1 / Math.Sqrt(network.get_parameter("fc_add.weight")!.size(1)), seed, part);
    }
}
