using LongTail.Foundation;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>Convolutions of 1 x 1, 3 x 3 and 1 x 1 and a shortcut, with weights where the shape changes. Field names are torchvision's.</summary>
sealed class Bottleneck : nn.Module<Tensor, Tensor>
{
    /// <summary>Channels of the output for each plane.</summary>
    public const int Expansion = 4;

    const int PlanesPerWidth = 64;   // at which a group is as wide as the recipe says

    readonly Conv2d conv1;
    readonly BatchNorm2d bn1;
    readonly Conv2d conv2;
    readonly BatchNorm2d bn2;
    readonly Conv2d conv3;
    readonly BatchNorm2d bn3;
    readonly ProjectionShortcut? downsample;

    public Bottleneck(ImageNetResNet spec, int channels, int planes, int stride, Seed seed, string name) : base(nameof(Bottleneck))
    {
        int width = planes / PlanesPerWidth * spec.WidthPerGroup * spec.Groups, output = Expansion * planes;
        (int first, int middle) = spec.Strides == BottleneckStrides.Caffe ? (stride, 1) : (1, stride);
        conv1 = nn.Conv2d(channels, width, 1, stride: first, bias: false);
        bn1 = nn.BatchNorm2d(width);
        conv2 = nn.Conv2d(width, width, 3, stride: middle, padding: 1, groups: spec.Groups, bias: false);
        bn2 = nn.BatchNorm2d(width);
        conv3 = nn.Conv2d(width, output, 1, bias: false);
        bn3 = nn.BatchNorm2d(output);
        downsample = ProjectionShortcut.IfNeeded(channels, output, stride, seed, name);
        Initialization.KaimingNormalOut(conv1.weight!, seed, name + ".conv1.weight");
        Initialization.KaimingNormalOut(conv2.weight!, seed, name + ".conv2.weight");
        Initialization.KaimingNormalOut(conv3.weight!, seed, name + ".conv3.weight");
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();   // docs/decisions/0004
        Tensor output = MixedPrecision.ConvolveToRelu(conv1, input, bn1);
        output = MixedPrecision.ConvolveToRelu(conv2, output, bn2);
        Tensor shortcut = downsample is null ? input : downsample.forward(input);
        return MixedPrecision.ConvolveToRelu(conv3, output, bn3, shortcut).MoveToOuterDisposeScope();
    }
}
