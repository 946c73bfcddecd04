namespace LongTail.Networks;

/// <summary>In which numbers a network's convolutions and the activations between them are computed. Weights, their gradients, the moments of batch normalisation, features, logits and losses are 32-bit floats in each.</summary>
public enum Precision
{
    /// <summary>32-bit floats.</summary>
    Float32,

    /// <summary>Brain floats of 16 bits: the same range, 8 bits of significand. Pays on processors with AVX512-BF16 or AMX and on NVIDIA devices from Ampere on.</summary>
    BFloat16,
}
