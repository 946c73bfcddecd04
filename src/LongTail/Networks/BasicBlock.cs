using LongTail.Foundation;
using LongTail.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>Two 3 x 3 convolutions and a shortcut, with weights where the shape changes. Field names are torchvision's.</summary>
sealed class BasicBlock : nn.Module<Tensor, Tensor>
{
    readonly Conv2d conv1;
    readonly BatchNorm2d bn1;
    readonly Conv2d conv2;
    readonly BatchNorm2d bn2;
    readonly ProjectionShortcut? downsample;

    public BasicBlock(int channels, int planes, int stride, Seed seed, string name) : base(nameof(BasicBlock))
    {
        conv1 = nn.Conv2d(channels, planes, 3, stride: stride, padding: 1, bias: false);
        bn1 = nn.BatchNorm2d(planes);
        conv2 = nn.Conv2d(planes, planes, 3, padding: 1, bias: false);
        bn2 = nn.BatchNorm2d(planes);
        downsample = ProjectionShortcut.IfNeeded(channels, planes, stride, seed, name);
        Initialization.KaimingNormalOut(conv1.weight!, seed, name + ".conv1.weight");
        Initialization.KaimingNormalOut(conv2.weight!, seed, name + ".conv2.weight");
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();   // docs/decisions/0004
        if (downsample is null && FusedBlock.Serves(input, conv1, bn1, conv2, bn2)) return FusedBlock.Apply(input, conv1, bn1, conv2, bn2).MoveToOuterDisposeScope();
        Tensor output = MixedPrecision.ConvolveToRelu(conv1, input, bn1);
        Tensor shortcut = downsample is null ? input : downsample.forward(input);
        return MixedPrecision.ConvolveToRelu(conv2, output, bn2, shortcut).MoveToOuterDisposeScope();
    }
}
