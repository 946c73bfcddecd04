using static TorchSharp.torch;

namespace LongTail.Kernels;

/// <summary>The loops compiled for one number of channels and one type.</summary>
readonly unsafe struct WinogradLoop
{
    /// <summary>Outputs along the side of a tile.</summary>
    public required int TileSide { get; init; }

    /// <summary>Products of a tile.</summary>
    public int Places => (TileSide + 2) * (TileSide + 2);

    /// <summary>See <see cref="WinogradWeights{TElement, TTransform, TLanes}.Pack"/>.</summary>
    public required delegate*<float*, float*, void> Pack { get; init; }

    /// <summary>See <see cref="WinogradWeights{TElement, TTransform, TLanes}.PackForGradient"/>.</summary>
    public required delegate*<float*, float*, void> PackForGradient { get; init; }

    /// <summary>See <see cref="WinogradLoops{TElement, TTransform, TTile, TLanes}.Forward{TSink}"/>.</summary>
    public required delegate*<void*, int, int, void> Forward { get; init; }

    /// <summary>The same, added to the output.</summary>
    public required delegate*<void*, int, int, void> ForwardAdded { get; init; }

    /// <summary>The same, normalised, with ReLU.</summary>
    public required delegate*<void*, int, int, void> ForwardNormalized { get; init; }

    /// <summary>The same, with a residual before the ReLU.</summary>
    public required delegate*<void*, int, int, void> ForwardWithResidual { get; init; }

    /// <summary>See <see cref="WinogradLoops{TElement, TTransform, TTile, TLanes}.WeightSums"/>.</summary>
    public required delegate*<void*, int, int, void> WeightSums { get; init; }

    /// <summary>See <see cref="WinogradLoops{TElement, TTransform, TTile, TLanes}.MergeWeightSums"/>.</summary>
    public required delegate*<void*, int, int, void> MergeWeightSums { get; init; }

    /// <summary>Those for a layer.</summary>
    /// <param name="channels">16, 32, 64 or 128.</param>
    /// <param name="type">Of the images: 32-bit or bfloat16.</param>
    public static WinogradLoop For(long channels, ScalarType type) =>
        type == ScalarType.BFloat16 ? For<BFloat16Element, FourByFour>(channels) : For<Float32Element, TwoByTwo>(channels);

    /// <summary>Those for the gradient of a layer's weights.</summary>
    /// <inheritdoc cref="For"/>
    public static WinogradLoop ForWeights(long channels, ScalarType type) =>
        // The sums for 36 places of more channels would not fit into the second cache.
        type == ScalarType.BFloat16 && channels > 64 ? For<BFloat16Element, TwoByTwo>(channels) : For(channels, type);

    /// <summary>Those of one type and one size of tiles.</summary>
    /// <param name="channels">16, 32, 64 or 128.</param>
    public static WinogradLoop For<TElement, TTransform>(long channels) where TElement : struct, IElement where TTransform : struct, ITileTransform =>
        (channels, KernelSupport.HasWideVectors) switch
        {
            (16, true) => Of<TElement, TTransform, NarrowTile, Lanes16>(),
            (32, true) => Of<TElement, TTransform, WideTile<Channels32>, Lanes16>(),
            (64, true) => Of<TElement, TTransform, WideTile<Channels64>, Lanes16>(),
            (128, true) => Of<TElement, TTransform, WideTile<Channels128>, Lanes16>(),
            (16, false) => Of<TElement, TTransform, SmallTile<Channels16>, Lanes8>(),
            (32, false) => Of<TElement, TTransform, SmallTile<Channels32>, Lanes8>(),
            (64, false) => Of<TElement, TTransform, SmallTile<Channels64>, Lanes8>(),
            (128, false) => Of<TElement, TTransform, SmallTile<Channels128>, Lanes8>(),
            _ => throw new ArgumentOutOfRangeException(nameof(channels), channels, "There are loops for 16, 32, 64 and 128 channels."),
        };

    static WinogradLoop Of<TElement, TTransform, TTile, TLanes>()
        where TElement : struct, IElement where TTransform : struct, ITileTransform where TTile : struct, ITile where TLanes : unmanaged, ILanes<TLanes> => new()
        {
            TileSide = TTransform.Outputs,
            Pack = &WinogradLoops<TElement, TTransform, TTile, TLanes>.Pack,
            PackForGradient = &WinogradLoops<TElement, TTransform, TTile, TLanes>.PackForGradient,
            Forward = &WinogradLoops<TElement, TTransform, TTile, TLanes>.Forward<Written>,
            ForwardAdded = &WinogradLoops<TElement, TTransform, TTile, TLanes>.Forward<Added>,
            ForwardNormalized = &WinogradLoops<TElement, TTransform, TTile, TLanes>.Forward<Normalized<ReluTail>>,
            ForwardWithResidual = &WinogradLoops<TElement, TTransform, TTile, TLanes>.Forward<Normalized<ResidualReluTail>>,
            WeightSums = &WinogradLoops<TElement, TTransform, TTile, TLanes>.WeightSums,
            MergeWeightSums = &WinogradLoops<TElement, TTransform, TTile, TLanes>.MergeWeightSums,
        };
}
