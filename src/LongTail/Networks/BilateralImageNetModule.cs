using LongTail.Foundation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>The module behind a bilateral <see cref="ImageNetResNet"/>: all but the last block is shared. Field names are torchvision's, and BBN's for the branches.</summary>
sealed class BilateralImageNetModule : BilateralNetwork
{
    readonly Conv2d conv1;
    readonly BatchNorm2d bn1;
    readonly Sequential layer1;
    readonly Sequential layer2;
    readonly Sequential layer3;
    readonly Sequential layer4;
    readonly nn.Module<Tensor, Tensor> cb_block;
    readonly nn.Module<Tensor, Tensor> rb_block;
    readonly nn.Module<Tensor, Tensor> fc;

    public BilateralImageNetModule(ImageNetResNet spec, int channels, int classes, Seed seed) : base(spec.Label)
    {
        (int first, int second, int third, int fourth) = spec.Blocks;
        conv1 = ImageNetStages.FirstConvolution(channels, seed);
        bn1 = nn.BatchNorm2d(ImageNetStages.StemWidth);
        layer1 = ImageNetStages.Stage(spec, "layer1", ImageNetStages.StemWidth, 64, first, stride: 1, seed);
        layer2 = ImageNetStages.Stage(spec, "layer2", ImageNetStages.Width(spec, 64), 128, second, stride: 2, seed);
        layer3 = ImageNetStages.Stage(spec, "layer3", ImageNetStages.Width(spec, 128), 256, third, stride: 2, seed);
        layer4 = ImageNetStages.Stage(spec, "layer4", ImageNetStages.Width(spec, 256), ImageNetStages.LastPlanes, fourth - 1, stride: 2, seed);
        cb_block = LastBlock(spec, fourth, seed, "cb_block");
        rb_block = LastBlock(spec, fourth, seed, "rb_block");
        fc = Heads.Build(spec.Head, 2 * ImageNetStages.Width(spec, ImageNetStages.LastPlanes), classes, seed, "fc");
        (HeadPrefix, LastBlockPrefixes) = (spec.HeadPrefix, ["cb_block.", "rb_block."]);
        RegisterComponents();
    }

    private protected override string PlainLastBlock => $"layer4.{layer4.Count}.";

    private protected override nn.Module<Tensor, Tensor> Conventional => cb_block;

    private protected override nn.Module<Tensor, Tensor> Rebalancing => rb_block;

    public override Tensor Classify(Tensor features) => fc.forward(features);

    private protected override Tensor Shared(Tensor images)
    {
        Tensor output = ImageNetStages.Stem(conv1, bn1, MixedPrecision.Enter(images, Precision));
        output = layer3.forward(layer2.forward(layer1.forward(output)));
        return layer4.Count == 0 ? output : layer4.forward(output);
    }

    // With one block in the stage, the doubled one is also the one that halves the maps.
    static nn.Module<Tensor, Tensor> LastBlock(ImageNetResNet spec, int blocks, Seed seed, string name) => ImageNetStages.Block(
        spec, ImageNetStages.Width(spec, blocks == 1 ? 256 : ImageNetStages.LastPlanes), ImageNetStages.LastPlanes, blocks == 1 ? 2 : 1, seed, name);
}
