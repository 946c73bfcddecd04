using System.Diagnostics;
using LongTail.Kernels;
using LongTail.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Speed;

/// <summary>Times one 3 x 3 convolution by our loops and by libtorch, in turn.</summary>
static class LayerSpeed
{
    /// <summary>Medians over the rounds, in milliseconds.</summary>
    public static LayerReport Measure(int batch, int channels, int side, ScalarType type, int rounds)
    {
        using DisposeScope scope = NewDisposeScope();
        using Conv2d layer = nn.Conv2d(channels, channels, 3, padding: 1, bias: false);
        using (no_grad()) layer.weight!.set_(ChannelsLast.Of(layer.weight));
        Tensor weight = layer.weight!, rounded = weight.detach().to(type);
        Tensor input = ChannelsLast.Of(randn(batch, channels, side, side)).to(type), gradient = ChannelsLast.Of(randn(batch, channels, side, side)).to(type);
        Tensor output = empty_like(input), ofWeight = empty_like(weight);
        WinogradLoop loop = WinogradLoop.For(channels, type), forWeights = WinogradLoop.ForWeights(channels, type);
        return new()
        {
            Batch = batch,
            Channels = channels,
            Side = side,
            Precision = type == ScalarType.BFloat16 ? "bf16" : "fp32",
            Threads = get_num_threads(),
            Forward = Pair.Of(rounds,
                () => WinogradPass.Forward(input, weight, output, loop),
                () => nn.functional.conv2d(input, rounded, padding: [1, 1])),
            Gradients = Pair.Of(rounds,
                () =>
                {
                    WinogradPass.WeightGradient(input, gradient, ofWeight, forWeights);
                    WinogradPass.InputGradient(gradient, weight, output, loop);
                },
                Backward(input, rounded, gradient)),
        };
    }

    static Action Backward(Tensor input, Tensor weight, Tensor gradient)
    {
        Tensor leaf = input.detach().requires_grad_(), factor = weight.detach().requires_grad_();
        Tensor output = nn.functional.conv2d(leaf, factor, padding: [1, 1]);
        return () =>
        {
            (leaf.grad, factor.grad) = (null, null);
            autograd.backward([output], [gradient], retain_graph: true);
        };
    }
}

/// <summary>One layer.</summary>
sealed record LayerReport
{
    public string Program { get; } = "LongTail";
    public string Mode { get; } = "layers";
    public required int Batch { get; init; }
    public required int Channels { get; init; }
    public required int Side { get; init; }
    public required string Precision { get; init; }
    public required int Threads { get; init; }
    public required Pair Forward { get; init; }
    public required Pair Gradients { get; init; }
}

/// <summary>Two ways to compute the same, and how many times longer libtorch's takes.</summary>
sealed record Pair(double OursMs, double LibtorchMs, double Ratio)
{
    public static Pair Of(int rounds, Action ours, Action libtorch)
    {
        List<double> first = [], second = [];
        for (int round = 0; round < rounds + 3; round++)
        {
            double one = Time(ours), other = Time(libtorch);
            if (round < 3) continue;
            first.Add(one);
            second.Add(other);
        }
        (double a, double b) = (PartClock.Median(first), PartClock.Median(second));
        return new(Math.Round(a, 3), Math.Round(b, 3), Math.Round(b / a, 2));
    }

    static double Time(Action work)
    {
        using DisposeScope scope = NewDisposeScope();
        long begin = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }
}
