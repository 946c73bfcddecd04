namespace LongTail.Benchmarks.Speed;

/// <summary>Adds up wall and CPU time by named part, step after step.</summary>
/// <param name="warmup">Steps that do not count.</param>
sealed class PartClock(int warmup)
{
    readonly List<string> _order = [];
    readonly Dictionary<string, (double Wall, double Cpu)> _step = [];
    readonly Dictionary<string, List<(double Wall, double Cpu)>> _parts = [];
    int _steps;
    (long Wall, TimeSpan Cpu) _last;

    /// <summary>The first part begins now.</summary>
    public void Begin() => _last = Now;

    /// <summary>A part ends now, and the next begins. A part may come several times in a step.</summary>
    public void End(string part)
    {
        (long Wall, TimeSpan Cpu) now = Now;
        double wall = TimeProvider.System.GetElapsedTime(_last.Wall, now.Wall).TotalMilliseconds, cpu = (now.Cpu - _last.Cpu).TotalMilliseconds;
        (double Wall, double Cpu) before = _step.GetValueOrDefault(part);
        _step[part] = (before.Wall + wall, before.Cpu + cpu);
        if (!_order.Contains(part)) _order.Add(part);
        _last = now;
    }

    /// <summary>The last part of a step ends now.</summary>
    public void EndStep(string part)
    {
        End(part);
        if (++_steps > warmup)
            foreach ((string name, var time) in _step)
            {
                if (!_parts.TryGetValue(name, out var times)) _parts.Add(name, times = []);
                times.Add(time);
            }
        _step.Clear();
        Begin();
    }

    /// <summary>Milliseconds of each part in the order of the step: medians over the steps.</summary>
    public IEnumerable<(string Part, double Wall, double Cpu)> Medians =>
        _order.Select(part => (part, Median(_parts[part].Select(time => time.Wall)), Median(_parts[part].Select(time => time.Cpu))));

    /// <summary>The middle one.</summary>
    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    static (long, TimeSpan) Now => (TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime);
}
