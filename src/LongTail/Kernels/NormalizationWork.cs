namespace LongTail.Kernels;

/// <summary>One batch normalisation as the kernels see it: rows of channels, and where everything lies.</summary>
/// <remarks>
/// Rows are cut into blocks of a size that depends on the number of channels alone, and partial sums are merged in the order of the
/// blocks: the result is the same for any number of threads.
/// </remarks>
unsafe struct NormalizationWork
{
    /// <summary>Numbers in a block: half of a first-level cache.</summary>
    public const int BlockSize = 8192;

    /// <summary>Input of the forward pass, [rows, channels].</summary>
    public void* Input;

    /// <summary>What is added before the ReLU, [rows, channels].</summary>
    public void* Residual;

    /// <summary>Output of the forward pass, [rows, channels].</summary>
    public void* Output;

    /// <summary>Gradient of the output, [rows, channels].</summary>
    public void* OutputGradient;

    /// <summary>Gradient of the input, [rows, channels].</summary>
    public void* InputGradient;

    /// <summary>Gradient of the residual, [rows, channels].</summary>
    public void* ResidualGradient;

    /// <summary>[channels]. Forward: factor of the input. Backward: factor of the gradient.</summary>
    public float* Scale;

    /// <summary>[channels]. Forward: constant. Backward: constant of the input's gradient.</summary>
    public float* Shift;

    /// <summary>[channels]. Backward: factor of the centred input.</summary>
    public float* Slope;

    /// <summary>[channels]. Mean of the batch.</summary>
    public float* Mean;

    /// <summary>[blocks, 2, channels]: two sums per block.</summary>
    public float* Partial;

    /// <summary>Images times pixels.</summary>
    public nint Rows;

    /// <summary>A multiple of 16.</summary>
    public int Channels;

    /// <summary>Rows in a block; the last one has what is left.</summary>
    public readonly nint BlockRows => Math.Max(1, BlockSize / Channels);

    /// <summary>How many blocks there are.</summary>
    public readonly nint Blocks => (Rows + BlockRows - 1) / BlockRows;

    /// <summary>The rows of a block.</summary>
    public readonly (nint First, nint End) RowsOf(nint block) => (block * BlockRows, Math.Min(Rows, (block + 1) * BlockRows));

    /// <summary>The blocks of a thread.</summary>
    public readonly (nint First, nint End) BlocksOf(int thread, int threads) => (Blocks * thread / threads, Blocks * (thread + 1) / threads);
}
