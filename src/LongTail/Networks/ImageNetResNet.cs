using LongTail.Foundation;

namespace LongTail.Networks;

/// <summary>The ResNet for photographs of He et al. 2016 section 4.1, 1/32 of the images' side at its end, with shortcuts that are 1 x 1 convolutions where shapes change ("type B"); with groups a ResNeXt (Xie et al. 2017).</summary>
/// <remarks>
/// Parameters and buffers have torchvision's names, shapes and order of dimensions, so its weights can be read. First weights are those of torchvision and of the
/// long-tail code alike: convolutions normal with variance 2 / (k k outputs), batch normalisation 1 and 0; the head as <see cref="NetworkSpec.Head"/> says.
/// </remarks>
public sealed record ImageNetResNet : ResidualNetwork
{
    /// <summary>Layers: 10, 18 or 34 with two 3 x 3 convolutions a block and 512 features; 50, 101 or 152 with bottlenecks and 2048.</summary>
    /// <exception cref="RecipeException">Another number.</exception>
    public required int Depth
    {
        get;
        init => field = value is 10 or 18 or 34 or 50 or 101 or 152 ? value
            : throw new RecipeException($"Found depth {value}, expected 10, 18, 34, 50, 101 or 152.");
    }

    /// <summary>Groups of a bottleneck's 3 x 3 convolution; 1 in a ResNet, 32 in ResNeXt-50 32x4d.</summary>
    /// <exception cref="RecipeException">Not positive.</exception>
    public int Groups
    {
        get;
        init => field = value is >= 1 and <= Most ? value : throw new RecipeException($"Found {value} groups, expected 1 to {Most}, such as 32.");
    } = 1;

    /// <summary>Channels of each such group in the first stage, doubled from stage to stage; 64 in a ResNet, 4 in ResNeXt-50 32x4d.</summary>
    /// <exception cref="RecipeException">Not positive.</exception>
    public int WidthPerGroup
    {
        get;
        init => field = value is >= 1 and <= Most ? value : throw new RecipeException($"Found {value} channels per group, expected 1 to {Most}, such as 4.");
    } = Plain;

    /// <summary>Where bottlenecks halve the maps. Other networks have no such choice.</summary>
    [OmittedFromKeyWhenDefault] public BottleneckStrides Strides { get; init; }

    /// <inheritdoc/>
    public override string HeadPrefix => "fc.";

    /// <summary>Whether its blocks are bottlenecks, and so have strides to choose.</summary>
    [NotInKey] public bool HasBottlenecks => Depth >= 50;

    /// <summary>Blocks of the four stages.</summary>
    internal (int First, int Second, int Third, int Fourth) Blocks => Depth switch
    {
        10 => (1, 1, 1, 1),
        18 => (2, 2, 2, 2),
        34 or 50 => (3, 4, 6, 3),
        101 => (3, 4, 23, 3),
        _ => (3, 8, 36, 3),
    };

    /// <inheritdoc/>
    protected override string PlainLabel => (Groups, WidthPerGroup) switch
    {
        (1, Plain) => $"resnet{Depth}",
        (1, _) => $"resnet{Depth}-width{WidthPerGroup}",
        _ => $"resnext{Depth}-{Groups}x{WidthPerGroup}d",
    } + (Strides == BottleneckStrides.Caffe ? "-caffe" : "");

    const int Plain = 64, Most = 4096;

    /// <inheritdoc/>
    protected override Network CreatePlain(int channels, int classes, Seed seed) => new ImageNetResNetModule(Checked(), channels, classes, seed);

    /// <inheritdoc/>
    protected override Network CreateBilateral(int channels, int classes, Seed seed) => new BilateralImageNetModule(Checked(), channels, classes, seed);

    ImageNetResNet Checked() => HasBottlenecks || (Groups, WidthPerGroup, Strides) == (1, Plain, BottleneckStrides.Torchvision) ? this
        : throw new RecipeException($"Found groups, a width or strides of bottlenecks for {Depth} layers, expected them from 50 layers on: fewer have no bottlenecks.");
}
