using BenchmarkDotNet.Attributes;
using LongTail.Foundation;
using LongTail.Losses;
using LongTail.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Micro;

/// <summary>A loss with its gradient, for a batch of 128, on one thread.</summary>
public class LossBenchmarks
{
    const int Images = 128;
    const double Temperature = 2, Beta = 0.9999;
    Tensor _student = null!, _teacher = null!, _labels = null!, _weights = null!;

    /// <summary>Number of classes, C.</summary>
    [Params(10, 100, 1000, 8142)]
    public int Classes { get; set; }

    [GlobalSetup]
    public void MakeLogits()
    {
        TorchRuntime.EnsureLoaded();
        set_num_threads(1);
        _student = Logits("student").requires_grad_();
        _teacher = Logits("teacher");
        _labels = arange(Images) % Classes;
        ClassCounts counts = new([.. Enumerable.Range(0, Classes).Select(label => (int)(5000 * Math.Pow(0.01, label / (Classes - 1.0))))]);
        _weights = tensor(EffectiveNumber.Weights(counts, Beta).Select(weight => (float)weight).ToArray());
    }

    [Benchmark(Baseline = true)]
    public void CrossEntropy() => Differentiate(() => nn.functional.cross_entropy(_student, _labels));

    [Benchmark]
    public void PlainDistillation() => Differentiate(() => Distillation.Plain(_student, _teacher, Temperature).mean());

    [Benchmark]
    public void BalancedDistillation() => Differentiate(() => Distillation.Balanced(_student, _teacher, _weights, Temperature).mean());

    void Differentiate(Func<Tensor> loss)
    {
        using DisposeScope scope = NewDisposeScope();
        _student.grad = null;
        loss().backward();
    }

    Tensor Logits(string name)
    {
        CounterRandom random = new Seed(0).For(name);
        return tensor(Enumerable.Range(0, Images * Classes).Select(i => (float)random.Normal((ulong)i)).ToArray(), [Images, Classes]);
    }
}
