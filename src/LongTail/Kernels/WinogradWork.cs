using System.Runtime.CompilerServices;

namespace LongTail.Kernels;

/// <summary>One 3 x 3 convolution with stride 1 and a border of zeros, as the loops see it: in square tiles of outputs.</summary>
unsafe struct WinogradWork
{
    /// <summary>[B, H, W, K].</summary>
    public void* Input;

    /// <summary>[B, H, W, K]: written by the convolution, read as the output's gradient by the one for the weights.</summary>
    public void* Output;

    /// <summary>[K]: what outputs are multiplied with, where they are normalised.</summary>
    public float* Scale;

    /// <summary>[K]: what is added then.</summary>
    public float* Shift;

    /// <summary>[B, H, W, K]: what is added after that; null where nothing is.</summary>
    public void* Residual;

    /// <summary>Transformed weights, as <see cref="WinogradWeights{TElement, TTransform, TLanes}"/> packs them.</summary>
    public float* Weights;

    /// <summary>[parts, places, K out, K in], a place for each product of a tile: sums for the gradient of the transformed weights.</summary>
    public float* Sums;

    /// <summary>[K out, 3, 3, K in]: the gradient of the weights.</summary>
    public float* WeightGradient;

    /// <summary>Parts of the batch whose sums are kept apart and then merged in order: any number of threads gives the same bits.</summary>
    public int Parts;

    /// <summary>Images in the batch, B.</summary>
    public int Images;

    /// <summary>Rows, H.</summary>
    public int Height;

    /// <summary>Columns, W.</summary>
    public int Width;

    /// <summary>Outputs along the side of a tile.</summary>
    public int TileSide;

    /// <summary>Rows of tiles in an image; outputs of the last one lie outside where H is no multiple of the side.</summary>
    public readonly int TileRows => (Height + TileSide - 1) / TileSide;

    /// <summary>Tiles in a row.</summary>
    public readonly int TileColumns => (Width + TileSide - 1) / TileSide;

    /// <summary>The first row of pixels of a row of tiles, both counted over all images.</summary>
    public readonly nint FirstPixelRow(int row) => (nint)(row / TileRows) * Height + row % TileRows * TileSide;

    /// <summary>Where a row of pixels begins.</summary>
    /// <param name="images">The input or the output.</param>
    /// <param name="image">Number of the image.</param>
    /// <param name="y">Row in it; may lie outside.</param>
    /// <param name="channels">K.</param>
    /// <param name="outside">What is returned for a row outside.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void* Row<TElement>(void* images, int image, int y, int channels, void* outside) where TElement : struct, IElement =>
        y < 0 || y >= Height ? outside : (byte*)images + ((nint)image * Height + y) * Width * channels * TElement.Bytes;
}
