using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LongTail.Benchmarks.Roof;

/// <summary>Multiplications with additions that never leave the registers: the peak in fp32 where a library's matrix product is no roof.</summary>
/// <remarks>libtorch's product of two fp32 matrices comes from a library that does not use all of some processors.</remarks>
static class MultiplyAdd
{
    const int Rounds = 20_000_000, Chains = 16, Lanes = 16;

    /// <summary>GFLOP/s of so many threads at once; 0 without 512-bit vectors.</summary>
    public static double Best(int threads, int repetitions)
    {
        if (!Vector512.IsHardwareAccelerated) return 0;
        double shortest = double.PositiveInfinity;
        for (int repetition = 0; repetition < repetitions; repetition++)
        {
            Thread[] all = [.. Enumerable.Range(0, threads).Select(_ => new Thread(() => Chain(Vector512.Create(0.999f), Vector512.Create(0.001f))))];
            long begin = Stopwatch.GetTimestamp();
            foreach (Thread thread in all) thread.Start();
            foreach (Thread thread in all) thread.Join();
            shortest = Math.Min(shortest, Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }
        return 2.0 * threads * Rounds * Chains * Lanes / shortest / 1e9;
    }

    // Sixteen sums of their own: more than a multiplication's latency needs.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static Vector512<float> Chain(Vector512<float> x, Vector512<float> y)
    {
        Vector512<float> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y, m = y, n = y, o = y, p = y;
        for (int round = 0; round < Rounds; round++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y);
            l = Vector512.FusedMultiplyAdd(l, x, y);
            m = Vector512.FusedMultiplyAdd(m, x, y);
            n = Vector512.FusedMultiplyAdd(n, x, y);
            o = Vector512.FusedMultiplyAdd(o, x, y);
            p = Vector512.FusedMultiplyAdd(p, x, y);
        }
        return a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p;
    }
}
