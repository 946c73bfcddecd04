namespace LongTail.Kernels;

/// <summary>Winograd's transforms for tiles of m x m outputs, F(m x m, 3 x 3): (m + 2)^2 products where 9 m^2 are written (Lavin and Gray 2016, section 4).</summary>
/// <remarks>Y = A^T ((G g G^T) * (B^T d B)) A, the product element by element, for (m + 2) x (m + 2) inputs d and 3 x 3 weights g. An element is a place.</remarks>
unsafe interface ITileTransform
{
    /// <summary>Outputs along the side of a tile, m.</summary>
    static abstract int Outputs { get; }

    /// <summary>Inputs along the side of a tile, m + 2.</summary>
    static abstract int Inputs { get; }

    /// <summary>B^T d B for a row of tiles.</summary>
    /// <param name="work">Has the input.</param>
    /// <param name="row">Row of tiles, counted over all images.</param>
    /// <param name="channels">K.</param>
    /// <param name="block">Buffers, and how far one place is from the next.</param>
    /// <param name="tiles">[places, tiles, K], at the row's first tile; written.</param>
    static abstract void Input<TElement, TLanes>(in WinogradWork work, int row, int channels, in TileBlock block, float* tiles) where TElement : struct, IElement where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>A^T p A of the products p of a row of tiles, into the sink.</summary>
    /// <param name="work">Has the output, which is written.</param>
    /// <param name="row">Row of tiles, counted over all images.</param>
    /// <param name="channels">K.</param>
    /// <param name="block">Buffers, and how far one place is from the next.</param>
    /// <param name="tiles">[places, tiles, K], at the row's first tile.</param>
    static abstract void Output<TElement, TLanes, TSink>(in WinogradWork work, int row, int channels, in TileBlock block, float* tiles)
        where TElement : struct, IElement where TLanes : unmanaged, ILanes<TLanes> where TSink : struct, ISink;

    /// <summary>A y A^T of the gradients y of a row of tiles: those of the products.</summary>
    /// <param name="work">Has the gradient in the place of the output.</param>
    /// <param name="row">Row of tiles, counted over all images.</param>
    /// <param name="channels">K.</param>
    /// <param name="block">Buffers, and how far one place is from the next.</param>
    /// <param name="tiles">[places, tiles, K], at the row's first tile; written.</param>
    static abstract void Gradient<TElement, TLanes>(in WinogradWork work, int row, int channels, in TileBlock block, float* tiles) where TElement : struct, IElement where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>G g of three weights along one direction, for as many channels as there are lanes.</summary>
    /// <param name="from">The first weight.</param>
    /// <param name="step">From one weight to the next.</param>
    /// <param name="to">m + 2 results, written.</param>
    /// <param name="stride">From one result to the next.</param>
    static abstract void Weights<TLanes>(float* from, int step, float* to, int stride) where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>G^T s of the gradients s of the transformed weights along one direction: those of the three weights.</summary>
    /// <param name="from">The first gradient.</param>
    /// <param name="step">From one gradient to the next.</param>
    /// <param name="to">Three results, written.</param>
    /// <param name="stride">From one result to the next.</param>
    static abstract void WeightGradient<TLanes>(float* from, int step, float* to, int stride) where TLanes : unmanaged, ILanes<TLanes>;
}
