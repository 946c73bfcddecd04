using LongTail.Foundation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>Features enriched by a memory of class centroids, and cosines to the class vectors (Liu et al. 2019, OLTR, section 3).</summary>
/// <remarks>
/// Direct feature v; recalled m = softmax(FC_h v) M; meta-embedding (10 / min_c |v - M_c|) (v + tanh(FC_s v) * m); its length n becomes n / (1 + n);
/// logits are the scale times its products with the class vectors of length 1. The memory is only read here: what it learns, a loss teaches it.
/// Names of the two layers are those of the published code.
/// </remarks>
sealed class MetaEmbeddingLayer : nn.Module<Tensor, Tensor>
{
    const double ReachScale = 10;
    const double Nearest = 1e-6;   // added to distances: a feature that is its centroid is as near as can be, not infinitely near

    readonly Parameter centroids;
    readonly Linear fc_hallucinator;
    readonly Linear fc_selector;
    readonly Parameter weight;
    readonly double _scale;

    public MetaEmbeddingLayer(int features, int classes, double scale, Seed seed, string name) : base(nameof(MetaEmbeddingLayer))
    {
        _scale = scale;
        centroids = nn.Parameter(zeros(classes, features));
        fc_hallucinator = Linear(features, classes, seed, name + ".fc_hallucinator");
        fc_selector = Linear(features, features, seed, name + ".fc_selector");
        weight = nn.Parameter(zeros(classes, features));
        Initialization.PyTorchUniform(weight, features, seed, name + ".weight");
        RegisterComponents();
    }

    /// <param name="input">Direct features, [B, D].</param>
    /// <returns>Logits, [B, C].</returns>
    public override Tensor forward(Tensor input)
    {
        Tensor memory = centroids.detach();                                                            // [C, D]
        Tensor recalled = fc_hallucinator.forward(input).softmax(1).mm(memory);                        // [B, D]
        Tensor selected = fc_selector.forward(input).tanh() * recalled;                                // [B, D]
        Tensor embedding = Reach(input, memory) * (input + selected);                                  // [B, D]
        Tensor squashed = embedding / (1 + Length(embedding));
        return _scale * squashed.mm((weight / Length(weight)).t());
    }

    // The nearest centroid is found by products, so that no [B, C, D] is made; the distance to it is then taken without their rounding.
    static Tensor Reach(Tensor features, Tensor memory)
    {
        Tensor nearest = (memory.square().sum(1) - 2 * features.detach().mm(memory.t())).argmin(1, keepdim: true);   // [B, 1]
        return ReachScale / (Length(features - memory.gather(0, nearest.expand(-1, memory.size(1)))) + Nearest);   // [B, 1]
    }

    static Tensor Length(Tensor vectors) => vectors.norm(1, keepdim: true, p: 2f);                     // [B, 1]

    static Linear Linear(int features, int outputs, Seed seed, string name)
    {
        Linear layer = nn.Linear(features, outputs);
        Initialization.PyTorchLinear(layer.weight!, layer.bias!, seed, name);
        return layer;
    }
}
