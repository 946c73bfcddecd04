namespace LongTail.Kernels;

/// <summary>Weights in the order in which a tile reads them: blocks of output channels, then the nine places, then input channels, then the block's channels.</summary>
static unsafe class ConvolutionWeights
{
    /// <summary>For the forward pass.</summary>
    /// <param name="weight">[K out, 3, 3, K in], the memory of a channels-last weight.</param>
    /// <param name="channels">K.</param>
    /// <param name="packed">9 K K numbers, written.</param>
    public static void Pack(float* weight, int channels, float* packed)
    {
        int block = Block(channels);
        for (int first = 0; first < channels; first += block)
            for (int place = 0; place < 9; place++)
                for (int input = 0; input < channels; input++)
                    for (int output = first; output < first + block; output++)
                        *packed++ = weight[((nint)output * 9 + place) * channels + input];
    }

    /// <summary>For the gradient of the input: a convolution too, with the places mirrored and the roles of the channels exchanged.</summary>
    /// <inheritdoc cref="Pack"/>
    public static void PackForGradient(float* weight, int channels, float* packed)
    {
        int block = Block(channels);
        for (int first = 0; first < channels; first += block)
            for (int place = 0; place < 9; place++)
                for (int output = 0; output < channels; output++)
                    for (int input = first; input < first + block; input++)
                        *packed++ = weight[((nint)output * 9 + (8 - place)) * channels + input];
    }

    static int Block(int channels) => channels == 16 ? 16 : 32;
}
