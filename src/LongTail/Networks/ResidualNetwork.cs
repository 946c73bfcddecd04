using LongTail.Foundation;

namespace LongTail.Networks;

/// <summary>A ResNet as data, with what methods add to its end.</summary>
public abstract record ResidualNetwork : NetworkSpec
{
    /// <summary>The last block exists twice, and features are those of both, 2 D (Zhou et al. 2020, BBN). The network is then an <see cref="IBilateral"/>.</summary>
    [OmittedFromKeyWhenDefault] public bool Bilateral { get; init; }

    /// <summary>Attention over the places of the last maps (OLTR); null for none.</summary>
    [OmittedFromKeyWhenDefault] public ModulatedAttention? Attention { get; init; }

    /// <summary>A linear layer and a ReLU after the pooling (OLTR). As many features come out as go in, and at first they are the same, unless <see cref="EmbeddedFeatures"/> says otherwise.</summary>
    [OmittedFromKeyWhenDefault] public bool Embedding { get; init; }

    /// <summary>How many features the <see cref="Embedding"/> makes, by a layer that is drawn at random; 0 for as many as go in.</summary>
    /// <exception cref="RecipeException">Negative.</exception>
    [OmittedFromKeyWhenDefault]
    public int EmbeddedFeatures { get; init => field = value >= 0 ? value : throw new RecipeException($"Found {value} embedded features, expected 1 or more, such as 512, or 0 for as many as the network has."); }

    /// <summary>With an <see cref="Embedding"/> of so many features, drawn at random (OLTR on Places-LT, LFME); as it is for 0.</summary>
    internal ResidualNetwork WithFeatures(int features) => features == 0 ? this : this with { Embedding = true, EmbeddedFeatures = features };

    /// <inheritdoc/>
    public sealed override string Label => PlainLabel
        + (Bilateral ? "-bilateral" : "") + (Attention is null ? "" : "-attention")
        + (Precision == Precision.Float32 ? "" : "-" + PrecisionWord.For(Precision));

    /// <summary>The <see cref="Label"/> without what is added.</summary>
    protected abstract string PlainLabel { get; }

    /// <inheritdoc/>
    protected sealed override Network Create(int channels, int classes, Seed seed) =>
        !Bilateral ? CreatePlain(channels, classes, seed)
        : Attention is null && !Embedding ? CreateBilateral(channels, classes, seed)
        : throw new RecipeException("Found a network with a doubled last block and with attention or an embedding, expected one or the other.");

    /// <summary>Features that the head sees, of those that the blocks make.</summary>
    internal int SeenByHead(int features) => Embedding && EmbeddedFeatures > 0 ? EmbeddedFeatures : features;

    /// <summary>The module of one last block, with attention and embedding where they are asked for.</summary>
    /// <inheritdoc cref="NetworkSpec.Create"/>
    protected abstract Network CreatePlain(int channels, int classes, Seed seed);

    /// <summary>The module of two last blocks, an <see cref="IBilateral"/>.</summary>
    /// <inheritdoc cref="NetworkSpec.Create"/>
    protected abstract Network CreateBilateral(int channels, int classes, Seed seed);
}
