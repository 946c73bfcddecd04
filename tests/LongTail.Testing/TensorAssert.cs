using static TorchSharp.torch;

namespace LongTail.Testing;

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

    /// <summary>The gradient of the values' sum equals its central differences in 64 bits.</summary>
    /// <param name="at">Where; 64-bit, of any shape.</param>
    /// <param name="values">Of a tensor like it.</param>
    public static void GradientIsSlope(Tensor at, Func<Tensor, Tensor> values)
    {
        const double step = 1e-5, tolerance = 1e-8;   // the differences' own error: step^2 and 1e-16 / step, each about 1e-10 for numbers near 1
        Tensor variable = at.detach().clone().requires_grad_();
        values(variable).sum().backward();
        double[] differences = [.. Enumerable.Range(0, (int)at.numel()).Select(i => (Moved(i, step) - Moved(i, -step)) / (2 * step))];
        Close(tensor(differences, at.shape), variable.grad!, tolerance, tolerance);

        double Moved(int element, double by)
        {
            Tensor moved = at.detach().clone();
            moved.view(-1)[element] += by;
            return values(moved).sum().item<double>();
        }
    }

    static double Excess(double expected, double actual, double absolute, double relative)
    {
        double difference = Math.Abs(expected - actual) - absolute - relative * Math.Abs(expected);
        return double.IsNaN(difference) ? double.PositiveInfinity : difference;
    }
}
