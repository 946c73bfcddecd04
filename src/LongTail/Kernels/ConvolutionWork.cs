namespace LongTail.Kernels;

/// <summary>One 3 x 3 convolution with stride 1 and a border of zeros, as the loops see it.</summary>
unsafe struct ConvolutionWork
{
    /// <summary>Parts of the batch whose sums are kept apart and then merged in order: any number of threads gives the same bits.</summary>
    public const int Parts = 16;

    /// <summary>[B, H, W, K].</summary>
    public float* Input;

    /// <summary>[B, H, W, K]: written by the forward pass, read as the output's gradient by the one for the weights.</summary>
    public float* Output;

    /// <summary>Packed weights of the forward pass.</summary>
    public float* Weights;

    /// <summary>[parts, K out, 9, K in]: sums for the gradient of the weights.</summary>
    public float* Sums;

    /// <summary>Images in the batch, B.</summary>
    public int Images;

    /// <summary>Rows, H.</summary>
    public int Height;

    /// <summary>Columns, W.</summary>
    public int Width;

    /// <summary>The images of a part.</summary>
    public readonly (int First, int End) ImagesOf(int part) => (Images * part / Parts, Images * (part + 1) / Parts);
}
