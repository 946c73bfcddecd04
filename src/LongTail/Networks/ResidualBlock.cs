using LongTail.Foundation;
using LongTail.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>Two 3 x 3 convolutions and a shortcut without parameters ("type A": every second pixel, zeros for the new channels; He et al. 2016).</summary>
sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    readonly Conv2d conv1;
    readonly BatchNorm2d bn1;
    readonly Conv2d conv2;
    readonly BatchNorm2d bn2;
    readonly int _stride;
    readonly int _padding;

    public ResidualBlock(int channels, int planes, int stride, Seed seed, string name) : base(nameof(ResidualBlock))
    {
        conv1 = nn.Conv2d(channels, planes, 3, stride: stride, padding: 1, bias: false);
        bn1 = nn.BatchNorm2d(planes);
        conv2 = nn.Conv2d(planes, planes, 3, padding: 1, bias: false);
        bn2 = nn.BatchNorm2d(planes);
        Initialization.KaimingNormal(conv1.weight!, seed, name + ".conv1.weight");
        Initialization.KaimingNormal(conv2.weight!, seed, name + ".conv2.weight");
        _stride = stride;
        _padding = (planes - channels) / 2;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        // Without this scope every handle would hold its activation until the step ends: in evaluation all of them at once,
        // in training also those that the backward pass is done with (docs/decisions/0004).
        using DisposeScope scope = NewDisposeScope();
        if (_stride == 1 && FusedBlock.Serves(input, conv1, bn1, conv2, bn2)) return FusedBlock.Apply(input, conv1, bn1, conv2, bn2).MoveToOuterDisposeScope();
        Tensor output = MixedPrecision.ConvolveToRelu(conv1, input, bn1);
        return MixedPrecision.ConvolveToRelu(conv2, output, bn2, Shortcut(input)).MoveToOuterDisposeScope();
    }

    Tensor Shortcut(Tensor input)
    {
        if (_stride == 1) return input;
        Tensor halved = input[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(step: _stride), TensorIndex.Slice(step: _stride)];
        return nn.functional.pad(halved, [0, 0, 0, 0, _padding, _padding]);
    }
}
