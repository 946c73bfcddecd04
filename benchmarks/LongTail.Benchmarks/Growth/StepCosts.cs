using LongTail.Benchmarks.Speed;

namespace LongTail.Benchmarks.Growth;

/// <summary>Seconds of a whole training step by batch size: ResNet-32, CE, 32 x 32, data and augmentation included.</summary>
/// <remarks>Above 512 images a step is taken to grow with its images: its activations would need more memory than most machines have.</remarks>
/// <param name="request">Threads, precision and steps to take at each size.</param>
sealed class StepCosts(SpeedRequest request)
{
    const int LargestMeasured = 512;

    readonly Dictionary<int, double> _measured = [];

    /// <summary>Of the median step.</summary>
    public double Of(int batch)
    {
        if (batch > LargestMeasured) return Of(LargestMeasured) * batch / LargestMeasured;
        if (!_measured.TryGetValue(batch, out double seconds))
            _measured.Add(batch, seconds = batch / TrainingSpeed.Measure(request with { Batch = batch }).Times.Median);
        return seconds;
    }
}
