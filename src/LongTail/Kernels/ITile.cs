namespace LongTail.Kernels;

/// <summary>The products in the middle of a 3 x 3 convolution with as many channels out as in: for one place of the tiles.</summary>
unsafe interface ITile
{
    /// <summary>Channels in and out, K.</summary>
    static abstract int Channels { get; }

    /// <summary>Output channels that are computed together.</summary>
    static abstract int Block { get; }

    /// <summary>products = factors * weights.</summary>
    /// <param name="factors">[tiles, K in].</param>
    /// <param name="tiles">A multiple of 16.</param>
    /// <param name="weights">[blocks of K out, K in, K out of the block], as <see cref="WinogradWeights{TElement, TTransform, TLanes}"/> packs them.</param>
    /// <param name="products">[tiles, K out], written.</param>
    static abstract void Multiply(float* factors, int tiles, float* weights, float* products);

    /// <summary>Adds gradient^T * input to the gradient of the transformed weights.</summary>
    /// <param name="input">[tiles, K in].</param>
    /// <param name="gradient">[tiles, K out].</param>
    /// <param name="tiles">Any number.</param>
    /// <param name="sums">[K out, K in].</param>
    static abstract void AddWeightSums(float* input, float* gradient, int tiles, float* sums);
}
