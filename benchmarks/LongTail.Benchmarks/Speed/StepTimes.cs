using TorchSharp;

namespace LongTail.Benchmarks.Speed;

/// <summary>Times of steps one after another; the first ones are warm-up.</summary>
/// <remarks>
/// An accelerator is still at work when a step's call returns. So the clock waits for it before the first measured step and after the last,
/// and nowhere else; what single steps took is unknown there, and <see cref="Median"/> is the rate over all of them.
/// </remarks>
sealed class StepTimes(SpeedRequest request)
{
    readonly (int Warmup, int All) _wanted = (request.Warmup, request.Warmup + request.Steps);
    readonly bool _isAccelerated = request.Device.type == DeviceType.CUDA;
    readonly List<(double Seconds, int Images)> _taken = [];
    long _last = TimeProvider.System.GetTimestamp();

    /// <summary>True when nothing is left to time.</summary>
    public bool Complete => _taken.Count >= _wanted.All;

    /// <summary>The first step begins now.</summary>
    public void Start()
    {
        Settle();
        _last = TimeProvider.System.GetTimestamp();
    }

    /// <summary>A step ends now, and the next begins.</summary>
    /// <param name="images">Images in it.</param>
    public void Add(int images)
    {
        if (_taken.Count + 1 == _wanted.Warmup || _taken.Count + 1 == _wanted.All) Settle();
        long now = TimeProvider.System.GetTimestamp();
        _taken.Add((TimeProvider.System.GetElapsedTime(_last, now).TotalSeconds, images));
        _last = now;
    }

    /// <summary>Images per second of the median step: what the machine does when nothing disturbs it.</summary>
    public double Median
    {
        get
        {
            if (_isAccelerated) return Overall;
            double[] rates = [.. Measured.Select(step => step.Images / step.Seconds).Order()];
            return (rates[(rates.Length - 1) / 2] + rates[rates.Length / 2]) / 2;
        }
    }

    /// <summary>All images over all time.</summary>
    public double Overall => Measured.Sum(step => step.Images) / Measured.Sum(step => step.Seconds);

    IEnumerable<(double Seconds, int Images)> Measured => _taken.Skip(_wanted.Warmup);

    void Settle()
    {
        if (_isAccelerated) torch.cuda.synchronize(request.Device);   // without it, the current device, which is the first
    }
}
