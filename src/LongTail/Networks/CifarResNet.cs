using LongTail.Foundation;

namespace LongTail.Networks;

/// <summary>The small ResNet of He et al. 2016 section 4.2, with 6 n + 2 layers: the field's "ResNet-32" when n is 5.</summary>
public sealed record CifarResNet : ResidualNetwork
{
    const int Deepest = 1202, Widest = 1 << 20;   // the deepest of He et al.; what no memory holds

    /// <summary>Layers, 6 n + 2: 8, 14, 20, 32, 44, 56 or 110 are usual.</summary>
    /// <exception cref="RecipeException">Not of the form 6 n + 2, or above 1202.</exception>
    public required int Depth
    {
        get;
        init => field = value is >= 8 and <= Deepest && (value - 2) % 6 == 0 ? value
            : throw new RecipeException($"Found depth {value}, expected 6 n + 2 up to 1202, such as 20, 32, 44, 56 or 110.");
    }

    /// <summary>Channels of the three stages are 1, 2 and 4 times this; 16 in the paper.</summary>
    /// <exception cref="RecipeException">Not positive, odd, or above 2^20.</exception>
    public int Width
    {
        get;
        init => field = value is >= 2 and <= Widest && value % 2 == 0 ? value
            : throw new RecipeException($"Found width {value}, expected an even number from 2 to 1048576; 16 is the published network.");
    } = 16;

    /// <inheritdoc/>
    protected override string PlainLabel => Width == 16 ? $"resnet{Depth}" : $"resnet{Depth}w{Width}";

    /// <inheritdoc/>
    public override string HeadPrefix => "linear.";

    /// <inheritdoc/>
    protected override Network CreatePlain(int channels, int classes, Seed seed) => new CifarResNetModule(this, channels, classes, seed);

    /// <inheritdoc/>
    protected override Network CreateBilateral(int channels, int classes, Seed seed) => new BilateralResNetModule(this, channels, classes, seed);
}
