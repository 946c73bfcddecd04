using LongTail.Foundation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>The module behind a bilateral <see cref="CifarResNet"/>: all but the last block is shared. Field names are those of the published code.</summary>
sealed class BilateralResNetModule : BilateralNetwork
{
    readonly Conv2d conv1;
    readonly BatchNorm2d bn1;
    readonly Sequential layer1;
    readonly Sequential layer2;
    readonly Sequential layer3;
    readonly ResidualBlock cb_block;
    readonly ResidualBlock rb_block;
    readonly nn.Module<Tensor, Tensor> linear;

    public BilateralResNetModule(CifarResNet spec, int channels, int classes, Seed seed) : base(spec.Label)
    {
        int blocks = (spec.Depth - 2) / 6, width = spec.Width;
        conv1 = nn.Conv2d(channels, width, 3, padding: 1, bias: false);
        Initialization.KaimingNormal(conv1.weight!, seed, "conv1.weight");
        bn1 = nn.BatchNorm2d(width);
        layer1 = CifarResNetModule.Layer("layer1", width, width, blocks, stride: 1, seed);
        layer2 = CifarResNetModule.Layer("layer2", width, 2 * width, blocks, stride: 2, seed);
        layer3 = CifarResNetModule.Layer("layer3", 2 * width, 4 * width, blocks - 1, stride: 2, seed);
        cb_block = LastBlock("cb_block", width, blocks, seed);
        rb_block = LastBlock("rb_block", width, blocks, seed);
        linear = Heads.Build(spec.Head, 8 * width, classes, seed, "linear");
        (HeadPrefix, LastBlockPrefixes) = (spec.HeadPrefix, ["cb_block.", "rb_block."]);
        RegisterComponents();
    }

    private protected override string PlainLastBlock => $"layer3.{layer3.Count}.";

    private protected override nn.Module<Tensor, Tensor> Conventional => cb_block;

    private protected override nn.Module<Tensor, Tensor> Rebalancing => rb_block;

    public override Tensor Classify(Tensor features) => linear.forward(features);

    private protected override Tensor Shared(Tensor images)
    {
        Tensor output = MixedPrecision.ConvolveToRelu(conv1, MixedPrecision.Enter(images, Precision), bn1);
        output = layer2.forward(layer1.forward(output));
        return layer3.Count == 0 ? output : layer3.forward(output);
    }

    // With one block a stage, the doubled one is also the one that halves the maps.
    static ResidualBlock LastBlock(string name, int width, int blocks, Seed seed) =>
        new(blocks == 1 ? 2 * width : 4 * width, 4 * width, blocks == 1 ? 2 : 1, seed, name);
}
