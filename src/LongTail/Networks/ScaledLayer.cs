using LongTail.Foundation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>A frozen linear layer and a learned factor for each class: the whole logit is scaled, bias included, as in the published code.</summary>
sealed class ScaledLayer : nn.Module<Tensor, Tensor>
{
    // The names are those of a linear layer in checkpoints; plain tensors are buffers, and no optimizer sees them.
    readonly Tensor weight;
    readonly Tensor bias;
    readonly Parameter scale;

    public ScaledLayer(int features, int classes, Seed seed, string name) : base(nameof(ScaledLayer))
    {
        weight = zeros(classes, features);
        bias = zeros(classes);
        scale = nn.Parameter(ones(classes));
        Initialization.KaimingNormal(weight, seed, name + ".weight");
        Initialization.Uniform(bias, 1 / Math.Sqrt(features), seed, name + ".bias");
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => nn.functional.linear(input, weight, bias) * scale;
}
