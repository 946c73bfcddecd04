using System.Runtime.CompilerServices;

namespace LongTail.Kernels;

/// <summary>Weights as the products want them: G g G^T of each 3 x 3, place by place, then in blocks of output channels, input channels, the block's channels.</summary>
/// <typeparam name="TElement">Of the images.</typeparam>
/// <typeparam name="TTransform">Size of the tiles.</typeparam>
/// <typeparam name="TLanes">Registers.</typeparam>
static unsafe class WinogradWeights<TElement, TTransform, TLanes> where TElement : struct, IElement where TTransform : struct, ITileTransform where TLanes : unmanaged, ILanes<TLanes>
{
    const int MostPlaces = 36;

    /// <summary>For the forward pass.</summary>
    /// <param name="weight">[K out, 3, 3, K in], the memory of a channels-last weight; rounded to the images' type first.</param>
    /// <param name="channels">K, a multiple of 16.</param>
    /// <param name="block">Output channels of a block.</param>
    /// <param name="packed">As many numbers as places times K K, written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(float* weight, int channels, int block, float* packed)
    {
        int lanes = TLanes.Count;
        float* nine = stackalloc float[9 * 16];
        float* buffer = stackalloc float[MostPlaces * 16];
        for (int output = 0; output < channels; output += lanes)
            for (int input = 0; input < channels; input++)
            {
                float* source = weight + (nint)output * 9 * channels + input;
                for (int lane = 0; lane < lanes; lane++)
                    for (int i = 0; i < 9; i++, source += channels) nine[i * lanes + lane] = *source;
                Transform(nine, buffer, packed + (output / block * channels + input) * block + output % block, channels * channels);
            }
    }

    /// <summary>For the gradient of the input: a convolution too, with the 3 x 3 turned by half and the roles of the channels exchanged.</summary>
    /// <inheritdoc cref="Pack"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackForGradient(float* weight, int channels, int block, float* packed)
    {
        int lanes = TLanes.Count;
        float* nine = stackalloc float[9 * 16];
        float* buffer = stackalloc float[MostPlaces * 16];
        for (int output = 0; output < channels; output++)
            for (int input = 0; input < channels; input += lanes)
            {
                float* source = weight + (nint)output * 9 * channels + input;
                for (int i = 0; i < 9; i++, source += channels) TLanes.Load(source).Store(nine + (8 - i) * lanes);
                Transform(nine, buffer, packed + (input / block * channels + output) * block + input % block, channels * channels);
            }
    }

    /// <summary>G^T s G: the gradient of a 3 x 3 from that of its transformed numbers.</summary>
    /// <param name="places">The first place's numbers, for as many input channels as there are lanes.</param>
    /// <param name="placeStride">From one place to the next.</param>
    /// <param name="gradient">Nine times as many numbers, written.</param>
    /// <param name="stride">From one of the nine to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransformBack(float* places, int placeStride, float* gradient, int stride)
    {
        float* buffer = stackalloc float[MostPlaces * 16];
        int lanes = TLanes.Count, row = TTransform.Inputs * lanes;
        for (int column = 0; column < TTransform.Inputs; column++) TTransform.WeightGradient<TLanes>(places + column * placeStride, TTransform.Inputs * placeStride, buffer + lanes * column, row);
        for (int y = 0; y < 3; y++) TTransform.WeightGradient<TLanes>(buffer + y * row, lanes, gradient + 3 * y * stride, stride);
    }

    // G g G^T of as many 3 x 3 side by side as there are lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Transform(float* nine, float* buffer, float* places, int placeStride)
    {
        int lanes = TLanes.Count;
        // What the images' type cannot hold is not in the weights either.
        for (int i = 0; i < 9; i++)
        {
            TElement.Store(buffer, 0, TLanes.Load(nine + lanes * i));
            TElement.Load<TLanes>(buffer, 0).Store(nine + lanes * i);
        }
        for (int column = 0; column < 3; column++) TTransform.Weights<TLanes>(nine + lanes * column, 3 * lanes, buffer + lanes * column, 3 * lanes);
        for (int row = 0; row < TTransform.Inputs; row++) TTransform.Weights<TLanes>(buffer + 3 * lanes * row, lanes, places + row * TTransform.Inputs * placeStride, placeStride);
    }
}
