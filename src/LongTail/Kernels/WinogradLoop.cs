using static TorchSharp.torch;

namespace LongTail.Kernels;

/// <summary>The loops compiled for one number of channels and one type.</summary>
readonly unsafe struct WinogradLoop
{
    /// <summary>Outputs along the side of a tile.</summary>
    public required int TileSide { get; init; }

    /// <summary>Products of a tile.</summary>
    public int Places => (TileSide + 2) * (TileSide + 2);

    /// <summary>See <see cref="WinogradWeights{TElement, TTransform}.Pack"/>.</summary>
    public required delegate*<float*, float*, void> Pack { get; init; }

    /// <summary>See <see cref="WinogradWeights{TElement, TTransform}.PackForGradient"/>.</summary>
    public required delegate*<float*, float*, void> PackForGradient { get; init; }

    /// <summary>See <see cref="WinogradLoops{TElement, TTransform, TTile}.Forward"/>.</summary>
    public required delegate*<void*, int, int, void> Forward { get; init; }

    /// <summary>See <see cref="WinogradLoops{TElement, TTransform, TTile}.WeightSums"/>.</summary>
    public required delegate*<void*, int, int, void> WeightSums { get; init; }

    /// <summary>See <see cref="WinogradLoops{TElement, TTransform, TTile}.MergeWeightSums"/>.</summary>
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
    public static WinogradLoop For<TElement, TTransform>(long channels) where TElement : struct, IElement where TTransform : struct, ITileTransform => channels switch
    {
        16 => Of<TElement, TTransform, NarrowTile>(),
        32 => Of<TElement, TTransform, WideTile<Channels32>>(),
        64 => Of<TElement, TTransform, WideTile<Channels64>>(),
        128 => Of<TElement, TTransform, WideTile<Channels128>>(),
        _ => throw new ArgumentOutOfRangeException(nameof(channels), channels, "There are loops for 16, 32, 64 and 128 channels."),
    };

    static WinogradLoop Of<TElement, TTransform, TTile>() where TElement : struct, IElement where TTransform : struct, ITileTransform where TTile : struct, ITile => new()
    {
        TileSide = TTransform.Outputs,
        Pack = &WinogradLoops<TElement, TTransform, TTile>.Pack,
        PackForGradient = &WinogradLoops<TElement, TTransform, TTile>.PackForGradient,
        Forward = &WinogradLoops<TElement, TTransform, TTile>.Forward,
        WeightSums = &WinogradLoops<TElement, TTransform, TTile>.WeightSums,
        MergeWeightSums = &WinogradLoops<TElement, TTransform, TTile>.MergeWeightSums,
    };
}
