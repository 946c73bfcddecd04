using LongTail.Foundation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>Builds the layer a <see cref="HeadSpec"/> describes.</summary>
static class Heads
{
    public static nn.Module<Tensor, Tensor> Build(HeadSpec head, int features, int classes, Seed seed, string name) => head switch
    {
        LinearHead linear => Linear(linear, features, classes, seed, name),
        CosineHead cosine => new CosineLayer(features, classes, cosine.Scale, seed, name),
        ScaledHead => new ScaledLayer(features, classes, seed, name),
        MetaEmbeddingHead embedding => new MetaEmbeddingLayer(features, classes, embedding.Scale, seed, name),
        _ => throw new RecipeException($"Found head {head.GetType().Name}, expected LinearHead, CosineHead, ScaledHead or MetaEmbeddingHead."),
    };

    // Weight by default as the authors' code draws it (Kaiming normal also here), bias as PyTorch does.
    static Linear Linear(LinearHead head, int features, int classes, Seed seed, string name)
    {
        Linear layer = nn.Linear(features, classes);
        if (head.Initialization == LinearInitialization.Uniform) Initialization.PyTorchUniform(layer.weight!, features, seed, name + ".weight");
        else Initialization.KaimingNormal(layer.weight!, seed, name + ".weight");
        Initialization.PyTorchUniform(layer.bias!, features, seed, name + ".bias");
        return layer;
    }
}
