using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LongTail.Kernels;

/// <summary>Weights as the products want them: G g G^T of each 3 x 3, place by place, then in blocks of output channels, input channels, the block's channels.</summary>
/// <typeparam name="TElement">Of the images.</typeparam>
/// <typeparam name="TTransform">Along one direction.</typeparam>
static unsafe class WinogradWeights<TElement, TTransform> where TElement : struct, IElement where TTransform : struct, ITileTransform
{
    const int MostPlaces = 36;

    /// <summary>For the forward pass.</summary>
    /// <param name="weight">[K out, 3, 3, K in], the memory of a channels-last weight; rounded to the images' type first.</param>
    /// <param name="channels">K, a multiple of 16.</param>
    /// <param name="packed">As many numbers as places times K K, written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(float* weight, int channels, float* packed)
    {
        int block = Block(channels);
        float* nine = stackalloc float[9 * 16];
        float* buffer = stackalloc float[MostPlaces * 16];
        for (int output = 0; output < channels; output += 16)
            for (int input = 0; input < channels; input++)
            {
                float* source = weight + (nint)output * 9 * channels + input;
                for (int lane = 0; lane < 16; lane++)
                    for (int i = 0; i < 9; i++, source += channels) nine[i * 16 + lane] = *source;
                Transform(nine, buffer, packed + (output / block * channels + input) * block + output % block, channels * channels);
            }
    }

    /// <summary>For the gradient of the input: a convolution too, with the 3 x 3 turned by half and the roles of the channels exchanged.</summary>
    /// <inheritdoc cref="Pack"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackForGradient(float* weight, int channels, float* packed)
    {
        int block = Block(channels);
        float* nine = stackalloc float[9 * 16];
        float* buffer = stackalloc float[MostPlaces * 16];
        for (int output = 0; output < channels; output++)
            for (int input = 0; input < channels; input += 16)
            {
                float* source = weight + (nint)output * 9 * channels + input;
                for (int i = 0; i < 9; i++, source += channels) Vector512.Load(source).Store(nine + (8 - i) * 16);
                Transform(nine, buffer, packed + (input / block * channels + output) * block + input % block, channels * channels);
            }
    }

    /// <summary>G^T s G: the gradient of a 3 x 3 from that of its transformed numbers.</summary>
    /// <param name="places">The first place's numbers for 16 input channels.</param>
    /// <param name="placeStride">From one place to the next.</param>
    /// <param name="gradient">Nine times sixteen numbers, written.</param>
    /// <param name="stride">From one of the nine to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransformBack(float* places, int placeStride, float* gradient, int stride)
    {
        float* buffer = stackalloc float[MostPlaces * 16];
        int row = TTransform.Inputs * 16;
        for (int column = 0; column < TTransform.Inputs; column++) TTransform.WeightGradient(places + column * placeStride, TTransform.Inputs * placeStride, buffer + 16 * column, row);
        for (int y = 0; y < 3; y++) TTransform.WeightGradient(buffer + y * row, 16, gradient + 3 * y * stride, stride);
    }

    // G g G^T of sixteen 3 x 3 side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Transform(float* nine, float* buffer, float* places, int placeStride)
    {
        // What the images' type cannot hold is not in the weights either.
        for (int i = 0; i < 9; i++)
        {
            TElement.Store(buffer, 0, Vector512.Load(nine + 16 * i));
            TElement.Load(buffer, 0).Store(nine + 16 * i);
        }
        for (int column = 0; column < 3; column++) TTransform.Weights(nine + 16 * column, 48, buffer + 16 * column, 48);
        for (int row = 0; row < TTransform.Inputs; row++) TTransform.Weights(buffer + 48 * row, 16, places + row * TTransform.Inputs * placeStride, placeStride);
    }

    static int Block(int channels) => channels == 16 ? 16 : 32;
}
