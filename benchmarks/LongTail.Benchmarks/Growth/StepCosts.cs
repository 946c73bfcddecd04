using LongTail.Benchmarks.Speed;

namespace LongTail.Benchmarks.Growth;

/// <summary>Seconds of a whole training step by batch size: ResNet-32, CE, 32 x 32, data and augmentation included.</summary>
/// <param name="request">Threads, precision and steps to take at each size.</param>
/// <param name="largest">Images of the largest step that is taken; a larger one is taken to grow with its images.</param>
sealed class StepCosts(SpeedRequest request, int largest)
{
    readonly Dictionary<int, double> _measured = [];

    /// <summary>Of the median step.</summary>
    public double Of(int batch)
    {
        if (batch > largest) return Of(largest) * batch / largest;
        if (!_measured.TryGetValue(batch, out double seconds))
            _measured.Add(batch, seconds = batch / TrainingSpeed.Measure(request with { Batch = batch }).Times.Median);
        return seconds;
    }
}
