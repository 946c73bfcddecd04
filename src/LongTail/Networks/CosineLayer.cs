using LongTail.Foundation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>Cosines between features and class vectors, times a scale (Cao et al. 2019, "NormedLinear").</summary>
sealed class CosineLayer : nn.Module<Tensor, Tensor>
{
    // The name is the checkpoint key of the published code, where the shape is [D, C] too.
    readonly Parameter weight;
    readonly double _scale;

    public CosineLayer(int features, int classes, double scale, Seed seed, string name) : base(nameof(CosineLayer))
    {
        _scale = scale;
        weight = nn.Parameter(zeros(features, classes));
        Initialization.Uniform(weight, 1, seed, name + ".weight");
        using (no_grad())
        using (NewDisposeScope()) weight.copy_(nn.functional.normalize(weight, dim: 0));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) =>
        _scale * nn.functional.normalize(input, dim: 1).mm(nn.functional.normalize(weight, dim: 0));
}
