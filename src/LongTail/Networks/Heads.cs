using LongTail.Foundation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>Builds the layer a <see cref="HeadSpec"/> describes.</summary>
static class Heads
{
    public static nn.Module<Tensor, Tensor> Build(HeadSpec head, int features, int classes, Seed seed, string name) => head switch
    {
        LinearHead => Linear(features, classes, seed, name),
        CosineHead cosine => new CosineLayer(features, classes, cosine.Scale, seed, name),
        MetaEmbeddingHead embedding => new MetaEmbeddingLayer(features, classes, embedding.Scale, seed, name),
        _ => throw new RecipeException($"Found head {head.GetType().Name}, expected LinearHead, CosineHead or MetaEmbeddingHead."),
    };

    // Weight as the authors' code draws it (Kaiming normal also here), bias as PyTorch does by default.
    static Linear Linear(int features, int classes, Seed seed, string name)
    {
        Linear layer = nn.Linear(features, classes);
        Initialization.KaimingNormal(layer.weight!, seed, name + ".weight");
        Initialization.Uniform(layer.bias!, 1 / Math.Sqrt(features), seed, name + ".bias");
        return layer;
    }
}
