using LongTail.Foundation;

namespace LongTail.Networks;

/// <summary>The small ResNet of He et al. 2016 section 4.2, with 6 n + 2 layers: the field's "ResNet-32" when n is 5.</summary>
public sealed record CifarResNet : NetworkSpec
{
    /// <summary>Layers, 6 n + 2: 8, 14, 20, 32, 44, 56 or 110 are usual.</summary>
    /// <exception cref="RecipeException">Not of the form 6 n + 2.</exception>
    public required int Depth
    {
        get;
        init => field = value >= 8 && (value - 2) % 6 == 0 ? value
            : throw new RecipeException($"Found depth {value}, expected 6 n + 2, such as 20, 32, 44, 56 or 110.");
    }

    /// <summary>Channels of the three stages are 1, 2 and 4 times this; 16 in the paper.</summary>
    /// <exception cref="RecipeException">Not positive, or odd.</exception>
    public int Width
    {
        get;
        init => field = value >= 2 && value % 2 == 0 ? value
            : throw new RecipeException($"Found width {value}, expected an even number of 2 or more; 16 is the published network.");
    } = 16;

    /// <summary>The last block exists twice, and features are those of both, 2 D (Zhou et al. 2020, BBN). The network is then an <see cref="IBilateral"/>.</summary>
    [OmittedFromKeyWhenDefault] public bool Bilateral { get; init; }

    /// <summary>Attention over the places of the last maps (OLTR); null for none.</summary>
    [OmittedFromKeyWhenDefault] public ModulatedAttention? Attention { get; init; }

    /// <summary>A linear layer and a ReLU after the pooling (OLTR). As many features come out as go in, and at first they are the same.</summary>
    [OmittedFromKeyWhenDefault] public bool Embedding { get; init; }

    /// <inheritdoc/>
    public override string Label => (Width == 16 ? $"resnet{Depth}" : $"resnet{Depth}w{Width}")
        + (Bilateral ? "-bilateral" : "") + (Attention is null ? "" : "-attention")
        + (Precision == Precision.Float32 ? "" : "-" + PrecisionWord.For(Precision));

    /// <inheritdoc/>
    protected override Network Create(int channels, int classes, Seed seed) =>
        !Bilateral ? new CifarResNetModule(this, channels, classes, seed)
        : Attention is null && !Embedding ? new BilateralResNetModule(this, channels, classes, seed)
        : throw new RecipeException("Found a network with a doubled last block and with attention or an embedding, expected one or the other.");
}
