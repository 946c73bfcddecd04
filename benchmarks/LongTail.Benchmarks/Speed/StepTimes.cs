namespace LongTail.Benchmarks.Speed;

/// <summary>Times of steps one after another; the first ones are warm-up.</summary>
/// <param name="warmup">Steps that do not count.</param>
/// <param name="steps">Steps that do.</param>
sealed class StepTimes(int warmup, int steps)
{
    readonly List<(double Seconds, int Images)> _taken = [];
    long _last = TimeProvider.System.GetTimestamp();

    /// <summary>True when nothing is left to time.</summary>
    public bool Complete => _taken.Count >= warmup + steps;

    /// <summary>The first step begins now.</summary>
    public void Start() => _last = TimeProvider.System.GetTimestamp();

    /// <summary>A step ends now, and the next begins.</summary>
    /// <param name="images">Images in it.</param>
    public void Add(int images)
    {
        long now = TimeProvider.System.GetTimestamp();
        _taken.Add((TimeProvider.System.GetElapsedTime(_last, now).TotalSeconds, images));
        _last = now;
    }

    /// <summary>Images per second of the median step: what the machine does when nothing disturbs it.</summary>
    public double Median
    {
        get
        {
            double[] rates = [.. Measured.Select(step => step.Images / step.Seconds).Order()];
            return (rates[(rates.Length - 1) / 2] + rates[rates.Length / 2]) / 2;
        }
    }

    /// <summary>All images over all time.</summary>
    public double Overall => Measured.Sum(step => step.Images) / Measured.Sum(step => step.Seconds);

    IEnumerable<(double Seconds, int Images)> Measured => _taken.Skip(warmup);
}
