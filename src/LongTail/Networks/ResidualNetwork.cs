using LongTail.Foundation;

namespace LongTail.Networks;

/// <summary>A ResNet as data, with what methods add to its end.</summary>
public abstract record ResidualNetwork : NetworkSpec
{
    /// <summary>The last block exists twice, and features are those of both, 2 D (Zhou et al. 2020, BBN). The network is then an <see cref="IBilateral"/>.</summary>
    [OmittedFromKeyWhenDefault] public bool Bilateral { get; init; }

    /// <summary>Attention over the places of the last maps (OLTR); null for none.</summary>
    [OmittedFromKeyWhenDefault] public ModulatedAttention? Attention { get; init; }

    /// <summary>A linear layer and a ReLU after the pooling (OLTR). As many features come out as go in, and at first they are the same.</summary>
    [OmittedFromKeyWhenDefault] public bool Embedding { get; init; }

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

    /// <summary>The module of one last block, with attention and embedding where they are asked for.</summary>
    /// <inheritdoc cref="NetworkSpec.Create"/>
    protected abstract Network CreatePlain(int channels, int classes, Seed seed);

    /// <summary>The module of two last blocks, an <see cref="IBilateral"/>.</summary>
    /// <inheritdoc cref="NetworkSpec.Create"/>
    protected abstract Network CreateBilateral(int channels, int classes, Seed seed);
}
