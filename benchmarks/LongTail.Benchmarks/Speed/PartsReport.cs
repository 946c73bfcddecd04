using System.Collections.Immutable;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Speed;

/// <summary>Where the time of a step went.</summary>
sealed record PartsReport
{
    public string Program { get; } = "LongTail";
    public string Mode { get; } = "parts";
    public required string Method { get; init; }
    public required int Steps { get; init; }
    public required int BatchSize { get; init; }
    public required int Threads { get; init; }
    public required double WallMs { get; init; }
    public required double CpuMs { get; init; }
    public required ImmutableArray<Part> Parts { get; init; }

    /// <summary>Puts the clock's medians together.</summary>
    public static PartsReport Of(SpeedRequest request, PartClock clock)
    {
        (string Name, double Wall, double Cpu)[] parts = [.. clock.Medians];
        double wall = parts.Sum(part => part.Wall), cpu = parts.Sum(part => part.Cpu);
        return new()
        {
            Method = request.Method,
            Steps = request.Steps,
            BatchSize = request.Batch,
            Threads = get_num_threads(),
            WallMs = Math.Round(wall, 1),
            CpuMs = Math.Round(cpu, 1),
            Parts = [.. parts.Select(part => new Part(part.Name, Math.Round(part.Wall, 2), Math.Round(part.Cpu, 2), Math.Round(100 * part.Wall / wall, 1), Math.Round(100 * part.Cpu / cpu, 1)))],
        };
    }
}

/// <summary>One part: medians over the steps, and shares of their sum.</summary>
sealed record Part(string Name, double WallMs, double CpuMs, double WallPercent, double CpuPercent);
