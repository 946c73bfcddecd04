using LongTail.Foundation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>The module behind <see cref="ImageNetResNet"/>. Field names are torchvision's, and OLTR's for what it adds.</summary>
sealed class ImageNetResNetModule : Network
{
    readonly Conv2d conv1;
    readonly BatchNorm2d bn1;
    readonly Sequential layer1;
    readonly Sequential layer2;
    readonly Sequential layer3;
    readonly Sequential layer4;
    readonly ModulatedAttentionLayer? modulatedatt;
    readonly Linear? fc_add;
    readonly nn.Module<Tensor, Tensor> fc;

    public ImageNetResNetModule(ImageNetResNet spec, int channels, int classes, Seed seed) : base(spec.Label)
    {
        (int first, int second, int third, int fourth) = spec.Blocks;
        int features = ImageNetStages.Width(spec, ImageNetStages.LastPlanes);
        conv1 = ImageNetStages.FirstConvolution(channels, seed);
        bn1 = nn.BatchNorm2d(ImageNetStages.StemWidth);
        layer1 = ImageNetStages.Stage(spec, "layer1", ImageNetStages.StemWidth, 64, first, stride: 1, seed);
        layer2 = ImageNetStages.Stage(spec, "layer2", ImageNetStages.Width(spec, 64), 128, second, stride: 2, seed);
        layer3 = ImageNetStages.Stage(spec, "layer3", ImageNetStages.Width(spec, 128), 256, third, stride: 2, seed);
        layer4 = ImageNetStages.Stage(spec, "layer4", ImageNetStages.Width(spec, 256), ImageNetStages.LastPlanes, fourth, stride: 2, seed);
        modulatedatt = spec.Attention is { } images ? new(features, MapSide(images.Height), MapSide(images.Width), seed, "modulatedatt") : null;
        fc_add = AddedFeatures.Embedding(spec, features, seed);
        fc = Heads.Build(spec.Head, spec.SeenByHead(features), classes, seed, "fc");
        (HeadPrefix, AddedPrefixes, LastBlockPrefixes) = (spec.HeadPrefix, AddedFeatures.Prefixes, [$"layer4.{fourth - 1}.", .. AddedFeatures.Prefixes]);
        RegisterComponents();
    }

    public override Tensor Features(Tensor images)
    {
        Tensor output = ImageNetStages.Stem(conv1, bn1, MixedPrecision.Enter(images, Precision));
        output = layer4.forward(layer3.forward(layer2.forward(layer1.forward(output))));
        output = MixedPrecision.Leave(output);
        Tensor features = (modulatedatt is null ? output : modulatedatt.forward(output)).mean([2, 3]);
        return fc_add is null ? features : nn.functional.relu(fc_add.forward(features));
    }

    public override Tensor Classify(Tensor features) => fc.forward(features);

    // Five strides of 2, each of which rounds up.
    static int MapSide(int side) => (side + 31) / 32;
}
