namespace LongTail.Kernels;

/// <summary>What follows a normalisation, known when the loops are compiled.</summary>
interface ITail
{
    /// <summary>Whether something is added.</summary>
    static abstract bool HasResidual { get; }

    /// <summary>Whether negative numbers then become zero.</summary>
    static abstract bool HasRelu { get; }
}

/// <summary>ReLU.</summary>
readonly struct ReluTail : ITail
{
    public static bool HasResidual => false;

    public static bool HasRelu => true;
}

/// <summary>Addition of a residual, then ReLU.</summary>
readonly struct ResidualReluTail : ITail
{
    public static bool HasResidual => true;

    public static bool HasRelu => true;
}
