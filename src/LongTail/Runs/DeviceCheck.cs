using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Native;
using LongTail.Networks;
using static TorchSharp.torch;

namespace LongTail.Runs;

/// <summary>Takes one training step on the processor and on another device, there in float32 and in bfloat16, and compares what comes out.</summary>
public static class DeviceCheck
{
    // Measured on the processor by changing every convolution weight a little (docs/decisions/0009). A change by float32's own rounding moves
    // the logits by less than 1e-6, but it can push a number across the kink of a ReLU, and one of those moves a gradient by 2e-3. Other algorithms for the
    // same convolutions move the logits by 3e-6 and a gradient by 6e-3. Rounding the weights as TF32 does moves the logits by 3e-4 and the gradients by 4e-2.
    const double ForwardTolerance = 5e-5, BackwardTolerance = 1e-2;

    // bfloat16 moves the processor's own logits by 2e-3 and its gradients by 0.15; what is computed wrongly moves them by about 1.
    const double RoundedForwardTolerance = 1e-2, RoundedBackwardTolerance = 0.4;

    /// <summary>Compares one step of a small ResNet with a teacher: logits, loss, gradients, and the weights afterwards.</summary>
    /// <param name="device">Not the processor, or there is nothing to compare.</param>
    /// <returns>The largest difference of each part; all within their tolerance.</returns>
    /// <exception cref="PlatformException">There is no such device, or it computes something else.</exception>
    public static ImmutableArray<StepDifference> Run(ComputeDevice device)
    {
        Device tested = Accelerator.Open(device);
        ProbeStep expected = ProbeStep.Take(CPU);
        ImmutableArray<StepDifference> differences = [.. Compare(expected, ProbeStep.Take(tested)), .. CompareRounded(expected, ProbeStep.Take(tested, Precision.BFloat16))];
        Require(differences, tested.ToString());
        return differences;
    }

    internal static ImmutableArray<StepDifference> Compare(ProbeStep expected, ProbeStep found) => Parts(expected, found, "", ForwardTolerance, BackwardTolerance);

    /// <summary>The same of a step in bfloat16, beside one in float32.</summary>
    internal static ImmutableArray<StepDifference> CompareRounded(ProbeStep expected, ProbeStep found) => Parts(expected, found, " in bf16", RoundedForwardTolerance, RoundedBackwardTolerance);

    internal static void Require(ImmutableArray<StepDifference> differences, string device)
    {
        StepDifference[] beyond = [.. differences.Where(part => !(part.Relative <= part.Tolerance))];
        if (beyond.Length > 0)
            throw new PlatformException(FormattableString.Invariant(
                $"Found a training step on {device} that differs from the processor's: {string.Join(", ", beyond.Select(part => part.ToString()))}. Do not train on it; update its driver and libtorch, or choose --device cpu."));
    }

    static ImmutableArray<StepDifference> Parts(ProbeStep expected, ProbeStep found, string how, double forward, double backward) =>
    [
        new($"logits{how}", Difference(expected.Logits, found.Logits), forward),
        new($"loss{how}", Difference(expected.Loss, found.Loss), forward),
        new($"gradients{how}", Worst(expected.Gradients, found.Gradients), backward),
        new($"weights afterwards{how}", Worst(expected.Weights, found.Weights), backward),
    ];

    static double Worst(IReadOnlyDictionary<string, float[]> expected, IReadOnlyDictionary<string, float[]> found) =>
        expected.Max(part => Difference(part.Value, found[part.Key]));

    // Norm of the difference by norm of what was expected.
    static double Difference(float[] expected, float[] found)
    {
        double difference = Norm(expected.Zip(found, (x, y) => (double)x - y));
        return double.IsNaN(difference) ? double.PositiveInfinity : difference is 0 ? 0 : difference / Norm(expected.Select(x => (double)x));
    }

    static double Norm(IEnumerable<double> numbers) => Math.Sqrt(numbers.Sum(x => x * x));
}

/// <summary>How far a part of the step is from the processor's.</summary>
/// <param name="Part">Such as "gradients".</param>
/// <param name="Relative">Largest difference of any of its tensors: norm of the difference by norm of the processor's tensor.</param>
/// <param name="Tolerance">Up to which it is rounding.</param>
public sealed record StepDifference(string Part, double Relative, double Tolerance)
{
    /// <summary>Such as "gradients 2e-06 (up to 1e-02)".</summary>
    public override string ToString() => FormattableString.Invariant($"{Part} {Relative:0e+00} (up to {Tolerance:0e+00})");
}
