namespace LongTail.Networks;

/// <summary>Which convolution of a bottleneck halves the maps, where a stage does. The weights have the same names and shapes in both, and give other logits: it is to be known where they come from.</summary>
/// <remarks>
/// The Places-LT runs of OLTR and of Kang et al. load weights that were converted from Caffe into a network with <see cref="Torchvision"/> strides
/// (ResNetFeature.py in both repositories), although they were trained with <see cref="Caffe"/> ones. To repeat those runs, leave the default.
/// </remarks>
public enum BottleneckStrides
{
    /// <summary>The 3 x 3 in the middle ("ResNet v1.5"): torchvision, and the published long-tail code.</summary>
    Torchvision,

    /// <summary>The first 1 x 1: He et al. 2016, their Caffe models and what was converted from them.</summary>
    Caffe,
}
