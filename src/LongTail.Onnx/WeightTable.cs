using System.Collections.Immutable;
using LongTail.Runs;

namespace LongTail.Onnx;

/// <summary>Numbers of a trained network in managed memory, by the names they have in checkpoints.</summary>
/// <param name="arrays">Parameters and buffers.</param>
sealed class WeightTable(IReadOnlyDictionary<string, NumberArray> arrays)
{
    const double Epsilon = 1e-5;   // of every batch normalisation here

    /// <summary>Whether there is one of this name.</summary>
    public bool Has(string name) => arrays.ContainsKey(name);

    /// <summary>Numbers row by row.</summary>
    public ImmutableArray<float> this[string name] => arrays[name].Numbers;

    /// <summary>Sides.</summary>
    public ImmutableArray<long> ShapeOf(string name) => arrays[name].Shape;

    /// <summary>A convolution and the normalisation after it as one: weights times g / sqrt(variance + 1e-5), and what is left is the bias. Computed in 64 bits.</summary>
    /// <param name="convolution">Name of the layer; it has no bias.</param>
    /// <param name="normalization">Name of the layer.</param>
    public (float[] Weight, float[] Bias) Folded(string convolution, string normalization)
    {
        ImmutableArray<float> weight = this[convolution + ".weight"], scale = this[normalization + ".weight"], shift = this[normalization + ".bias"];
        ImmutableArray<float> mean = this[normalization + ".running_mean"], variance = this[normalization + ".running_var"];
        double[] factor = [.. scale.Select((g, k) => g / Math.Sqrt(variance[k] + Epsilon))];
        int each = weight.Length / factor.Length;
        return ([.. weight.Select((number, i) => (float)(number * factor[i / each]))], [.. shift.Select((number, k) => (float)(number - mean[k] * factor[k]))]);
    }
}
