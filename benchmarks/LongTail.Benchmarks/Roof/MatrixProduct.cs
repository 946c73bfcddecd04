using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Roof;

/// <summary>The most arithmetic that the native library gets out of the machine: products of large square matrices.</summary>
static class MatrixProduct
{
    /// <summary>The best of the repetitions, in GFLOP per second: what others do meanwhile can only slow it.</summary>
    /// <param name="type">Of both matrices and their product.</param>
    /// <param name="size">Rows and columns.</param>
    /// <param name="repetitions">That count; one before them does not.</param>
    public static double Best(ScalarType type, int size, int repetitions)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope matrices = NewDisposeScope();
        Tensor left = rand(size, size).to(type), right = rand(size, size).to(type);
        _ = left.matmul(right);
        double best = double.PositiveInfinity;
        for (int repetition = 0; repetition < repetitions; repetition++)
        {
            using DisposeScope product = NewDisposeScope();
            long begin = TimeProvider.System.GetTimestamp();
            _ = left.matmul(right);
            best = Math.Min(best, TimeProvider.System.GetElapsedTime(begin).TotalSeconds);
        }
        return 2e-9 * size * size * size / best;
    }
}
