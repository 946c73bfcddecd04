using static TorchSharp.torch;

namespace LongTail.Tests;

/// <summary>Compares tensors and says where they differ most.</summary>
static class TensorAssert
{
    /// <summary>Each value within absolute + relative x |expected|.</summary>
    public static void Close(Tensor expected, Tensor actual, double absolute, double relative)
    {
        Assert.Equal(expected.shape, actual.shape);
        using var scope = NewDisposeScope();
        double[] wanted = [.. expected.detach().to(float64).contiguous().data<double>()];
        double[] found = [.. actual.detach().to(float64).contiguous().data<double>()];
        (double excess, int worst) = wanted.Select((value, i) => (Excess(value, found[i], absolute, relative), i)).Max();
        Assert.True(excess <= 0, wanted.Length == 0 ? "" :
            $"{actual.dtype} [{string.Join(", ", actual.shape)}]: found {found[worst]:g17} at flat index {worst}, expected {wanted[worst]:g17} within {absolute:g2} + {relative:g2} relative.");
    }

    static double Excess(double expected, double actual, double absolute, double relative)
    {
        double difference = Math.Abs(expected - actual) - absolute - relative * Math.Abs(expected);
        return double.IsNaN(difference) ? double.PositiveInfinity : difference;
    }
}
