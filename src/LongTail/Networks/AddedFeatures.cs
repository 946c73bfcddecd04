using System.Collections.Immutable;
using LongTail.Foundation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>The attention and the embedding that OLTR adds to trained features, which do nothing until they have learnt.</summary>
static class AddedFeatures
{
    /// <summary>Names of what is added begin so.</summary>
    public static readonly ImmutableArray<string> Prefixes = ["modulatedatt.", "fc_add."];

    const string Layer = "fc_add";

    /// <summary>The embedding of a network; null where it has none.</summary>
    /// <remarks>Pooled features are sums of what a ReLU let through: to them the identity and a ReLU do nothing. Another number of features is PyTorch's draw.</remarks>
    /// <param name="spec">Of the network.</param>
    /// <param name="features">That the blocks make.</param>
    /// <param name="seed">Of the weights.</param>
    public static Linear? Embedding(ResidualNetwork spec, int features, Seed seed)
    {
        if (!spec.Embedding) return null;
        Linear layer = nn.Linear(features, spec.SeenByHead(features));
        if (spec.EmbeddedFeatures > 0)
        {
            Initialization.PyTorchLinear(layer.weight!, layer.bias!, seed, Layer);
        }
        else
        {
            Initialization.Identity(layer.weight!);
            Initialization.Zero(layer.bias!);
        }
        return layer;
    }

    /// <summary>Draws them as the published ResNet-10 does: its loop over all convolutions comes after the attention has set its own to zero, and its linear layer is PyTorch's.</summary>
    /// <param name="network">That has them.</param>
    /// <param name="seed">Of the weights.</param>
    /// <param name="embedding">Whether the embedding is drawn, too; false where an earlier stage has trained it.</param>
    public static void DrawAnew(Network network, Seed seed, bool embedding)
    {
        foreach (string projection in (string[])["g", "theta", "phi", "conv_mask"])
        {
            string name = $"modulatedatt.{projection}.weight";
            Parameter weight = network.get_parameter(name)!;
            Initialization.Normal(weight, Math.Sqrt(2.0 / weight.size(0)), seed, name);
        }
        if (!embedding) return;
        Initialization.PyTorchLinear(network.get_parameter(Layer + ".weight")!, network.get_parameter(Layer + ".bias")!, seed, Layer);
    }
}
