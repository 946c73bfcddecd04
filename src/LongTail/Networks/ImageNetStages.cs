using LongTail.Foundation;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>What the modules behind <see cref="ImageNetResNet"/> are put together from.</summary>
static class ImageNetStages
{
    /// <summary>Channels after the stem.</summary>
    public const int StemWidth = 64;

    /// <summary>Planes of the last stage.</summary>
    public const int LastPlanes = 512;

    /// <summary>Channels that a stage of so many planes ends with.</summary>
    public static int Width(ImageNetResNet spec, int planes) => spec.HasBottlenecks ? Bottleneck.Expansion * planes : planes;

    /// <summary>The first convolution, 7 x 7 with stride 2.</summary>
    public static Conv2d FirstConvolution(int channels, Seed seed)
    {
        Conv2d convolution = nn.Conv2d(channels, StemWidth, 7, stride: 2, padding: 3, bias: false);
        Initialization.KaimingNormalOut(convolution.weight!, seed, "conv1.weight");
        return convolution;
    }

    /// <summary>What comes before the blocks: a quarter of the images' side is left.</summary>
    /// <param name="convolution">The first.</param>
    /// <param name="normalization">After it.</param>
    /// <param name="images">[B, K, H, W], 32-bit or bfloat16.</param>
    /// <returns>[B, 64, H / 4, W / 4].</returns>
    public static Tensor Stem(Conv2d convolution, BatchNorm2d normalization, Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();   // the largest activations of all (docs/decisions/0004)
        Tensor output = MixedPrecision.ConvolveToRelu(convolution, images, normalization);
        return nn.functional.max_pool2d(output, 3, 2, 1).MoveToOuterDisposeScope();
    }

    /// <summary>A stage: blocks of so many planes, the first with the stride.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="name">Of the stage, such as "layer1".</param>
    /// <param name="channels">That go in.</param>
    /// <param name="planes">Of every block.</param>
    /// <param name="blocks">At least one.</param>
    /// <param name="stride">1 or 2.</param>
    /// <param name="seed">Of the weights.</param>
    public static Sequential Stage(ImageNetResNet spec, string name, int channels, int planes, int blocks, int stride, Seed seed)
    {
        IEnumerable<(string, nn.Module<Tensor, Tensor>)> parts = Enumerable.Range(0, blocks).Select(block =>
            ($"{block}", Block(spec, block == 0 ? channels : Width(spec, planes), planes, block == 0 ? stride : 1, seed, $"{name}.{block}")));
        return nn.Sequential([.. parts]);
    }

    /// <summary>One block of the kind the network has.</summary>
    public static nn.Module<Tensor, Tensor> Block(ImageNetResNet spec, int channels, int planes, int stride, Seed seed, string name) =>
        spec.HasBottlenecks ? new Bottleneck(spec, channels, planes, stride, seed, name) : new BasicBlock(channels, planes, stride, seed, name);
}
