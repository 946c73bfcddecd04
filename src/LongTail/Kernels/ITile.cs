namespace LongTail.Kernels;

/// <summary>The inner part of a 3 x 3 convolution with as many channels out as in.</summary>
unsafe interface ITile
{
    /// <summary>Channels in and out, K.</summary>
    static abstract int Channels { get; }

    /// <summary>Neighbouring pixels of a row that are computed together.</summary>
    static abstract int Pixels { get; }

    /// <summary>Computes one tile of an output row.</summary>
    /// <param name="above">The row above in the input, from the pixel left of the tile on.</param>
    /// <param name="here">The row itself, likewise.</param>
    /// <param name="below">The row below, likewise.</param>
    /// <param name="weights">As <see cref="ConvolutionWeights"/> packs them.</param>
    /// <param name="output">Where the tile's first pixel goes.</param>
    static abstract void Forward(float* above, float* here, float* below, float* weights, float* output);

    /// <summary>Adds the products of a row of inputs and a row of gradients to the gradient of the weights at one place of the 3 x 3.</summary>
    /// <param name="input">The input's row, moved to that place.</param>
    /// <param name="gradient">The output gradient's row.</param>
    /// <param name="pixels">In the row.</param>
    /// <param name="sums">[K out, 9, K in], moved to that place.</param>
    static abstract void AddWeightSums(float* input, float* gradient, int pixels, float* sums);
}
