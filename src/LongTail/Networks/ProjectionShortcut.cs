using LongTail.Foundation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>A shortcut with weights: a 1 x 1 convolution and batch normalisation ("type B"; He et al. 2016).</summary>
sealed class ProjectionShortcut : nn.Module<Tensor, Tensor>
{
    readonly Conv2d _convolution;
    readonly BatchNorm2d _normalization;

    ProjectionShortcut(int channels, int planes, int stride, Seed seed, string name) : base(nameof(ProjectionShortcut))
    {
        _convolution = nn.Conv2d(channels, planes, 1, stride: stride, bias: false);
        _normalization = nn.BatchNorm2d(planes);
        Initialization.KaimingNormalOut(_convolution.weight!, seed, name + ".0.weight");
        register_module("0", _convolution);   // torchvision's names, which no field can have
        register_module("1", _normalization);
    }

    /// <summary>The shortcut of a block; null where the identity fits.</summary>
    /// <param name="channels">That go into the block.</param>
    /// <param name="planes">That come out of it.</param>
    /// <param name="stride">Of the block.</param>
    /// <param name="seed">Of the weights.</param>
    /// <param name="block">Name of the block.</param>
    public static ProjectionShortcut? IfNeeded(int channels, int planes, int stride, Seed seed, string block) =>
        stride == 1 && channels == planes ? null : new(channels, planes, stride, seed, block + ".downsample");

    public override Tensor forward(Tensor input) => _normalization.forward(MixedPrecision.Convolve(_convolution, input));
}
