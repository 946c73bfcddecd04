using LongTail.Foundation;
using LongTail.Native;
using LongTail.Networks;
using LongTail.Runs;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Runs;

public class DeviceCheckTests
{
    [Fact]
    public void The_processor_agrees_with_itself_to_the_last_bit()
    {
        var differences = DeviceCheck.Compare(ProbeStep.Take(CPU), ProbeStep.Take(CPU));
        Assert.Equal(["logits", "loss", "gradients", "weights afterwards"], differences.Select(part => part.Part));
        Assert.All(differences, part => Assert.Equal(0, part.Relative));
        DeviceCheck.Require(differences, "cpu");
    }

    [Fact]
    public void Weights_changed_by_no_more_than_float32_rounds_are_within_the_tolerance()
    {
        var differences = DeviceCheck.Compare(ProbeStep.Take(CPU), ProbeStep.Take(CPU, disturb: Unsettled));
        Assert.Contains(differences, part => part.Relative > 0);
        DeviceCheck.Require(differences, "cpu");
    }

    [Fact]
    public void Weights_rounded_as_TF32_rounds_them_are_refused()
    {
        var differences = DeviceCheck.Compare(ProbeStep.Take(CPU), ProbeStep.Take(CPU, disturb: Rounded));
        string message = Assert.Throws<PlatformException>(() => DeviceCheck.Require(differences, "cuda:0")).Message;
        Assert.StartsWith("Found a training step on cuda:0 that differs from the processor's: ", message, StringComparison.Ordinal);
        Assert.Contains("gradients", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_is_none_is_refused()
    {
        var differences = DeviceCheck.Compare(ProbeStep.Take(CPU), ProbeStep.Take(CPU, disturb: network => Change(network, weight => weight.mul_(float.NaN))));
        Assert.All(differences, part => Assert.Equal(double.PositiveInfinity, part.Relative));
        Assert.Throws<PlatformException>(() => DeviceCheck.Require(differences, "cuda:0"));
    }

    [Fact]
    public void A_single_wrong_weight_is_refused() =>
        Assert.Throws<PlatformException>(() => DeviceCheck.Require(
            DeviceCheck.Compare(ProbeStep.Take(CPU), ProbeStep.Take(CPU, disturb: network => Change(network, weight => weight[0, 0, 0, 0].add_(0.01)))), "cuda:0"));

    [Fact]
    public void The_processor_s_bfloat16_is_within_the_tolerance_for_it()
    {
        var differences = DeviceCheck.CompareRounded(ProbeStep.Take(CPU), ProbeStep.Take(CPU, Precision.BFloat16));
        Assert.All(differences, part => Assert.InRange(part.Relative, 1e-7, part.Tolerance));   // it was computed in other numbers, and rightly
        Assert.Equal(["logits in bf16", "loss in bf16", "gradients in bf16", "weights afterwards in bf16"], differences.Select(part => part.Part));
    }

    [Fact]
    public void A_convolution_that_is_wrong_in_bfloat16_is_refused() =>
        Assert.Throws<PlatformException>(() => DeviceCheck.Require(
            DeviceCheck.CompareRounded(ProbeStep.Take(CPU), ProbeStep.Take(CPU, Precision.BFloat16, network => Change(network, weight => weight.copy_(weight.flip(0))))), "cuda:0"));

    // Some of the ReLUs change sides, as they may on another device.
    static void Unsettled(Network network) => Change(network, weight =>
    {
        CounterRandom random = new Seed(0).For("weights");
        float[] factors = [.. Enumerable.Range(0, (int)weight.numel()).Select(i => (float)(1 + 1e-6 * (2 * random.Uniform((ulong)i) - 1)))];
        weight.mul_(tensor(factors).reshape(weight.shape));
    });

    // 10 bits of fraction, by the old trick: adding and taking away a number 2^13 times as large.
    static void Rounded(Network network) => Change(network, weight =>
    {
        Tensor large = weight * 8193;
        weight.copy_(large - (large - weight));
    });

    [Fact]
    public void An_accelerator_of_this_machine_trains_as_its_processor_does()
    {
        Assert.SkipWhen(Accelerator.List().IsEmpty, "This machine has no accelerator that libtorch can use.");
        Assert.All(DeviceCheck.Run(ComputeDevice.Auto), part => Assert.InRange(part.Relative, 0, part.Tolerance));
    }

    static void Change(Network network, Action<Parameter> change)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        foreach (Parameter weight in network.parameters().Where(weight => weight.dim() == 4)) change(weight);
    }
}
