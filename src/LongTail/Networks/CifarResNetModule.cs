using LongTail.Foundation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>The module behind <see cref="CifarResNet"/>. Field names are the keys of PyTorch's published checkpoints.</summary>
sealed class CifarResNetModule : Network
{
    readonly Conv2d conv1;
    readonly BatchNorm2d bn1;
    readonly Sequential layer1;
    readonly Sequential layer2;
    readonly Sequential layer3;
    readonly ModulatedAttentionLayer? modulatedatt;
    readonly Linear? fc_add;
    readonly nn.Module<Tensor, Tensor> linear;

    public CifarResNetModule(CifarResNet spec, int channels, int classes, Seed seed) : base(spec.Label)
    {
        int blocks = (spec.Depth - 2) / 6, width = spec.Width;
        conv1 = nn.Conv2d(channels, width, 3, padding: 1, bias: false);
        Initialization.KaimingNormal(conv1.weight!, seed, "conv1.weight");
        bn1 = nn.BatchNorm2d(width);
        layer1 = Layer("layer1", width, width, blocks, stride: 1, seed);
        layer2 = Layer("layer2", width, 2 * width, blocks, stride: 2, seed);
        layer3 = Layer("layer3", 2 * width, 4 * width, blocks, stride: 2, seed);
        modulatedatt = spec.Attention is { } images ? new(4 * width, MapSide(images.Height), MapSide(images.Width), seed, "modulatedatt") : null;
        fc_add = AddedFeatures.Embedding(spec, 4 * width, seed);
        linear = Heads.Build(spec.Head, spec.SeenByHead(4 * width), classes, seed, "linear");
        (HeadPrefix, AddedPrefixes, LastBlockPrefixes) = (spec.HeadPrefix, AddedFeatures.Prefixes, [$"layer3.{blocks - 1}.", .. AddedFeatures.Prefixes]);
        RegisterComponents();
    }

    public override Tensor Features(Tensor images)
    {
        Tensor output = MixedPrecision.ConvolveToRelu(conv1, MixedPrecision.Enter(images, Precision), bn1);
        output = layer3.forward(layer2.forward(layer1.forward(output)));
        output = MixedPrecision.Leave(output);
        Tensor features = (modulatedatt is null ? output : modulatedatt.forward(output)).mean([2, 3]);
        return fc_add is null ? features : nn.functional.relu(fc_add.forward(features));
    }

    public override Tensor Classify(Tensor features) => linear.forward(features);

    internal static Sequential Layer(string name, int channels, int planes, int blocks, int stride, Seed seed)
    {
        IEnumerable<(string, nn.Module<Tensor, Tensor>)> parts = Enumerable.Range(0, blocks).Select(block =>
            ($"{block}", (nn.Module<Tensor, Tensor>)new ResidualBlock(block == 0 ? channels : planes, planes, block == 0 ? stride : 1, seed, $"{name}.{block}")));
        return nn.Sequential([.. parts]);
    }

    // Two strides of 2, each of which rounds up.
    static int MapSide(int side) => (side + 3) / 4;
}
