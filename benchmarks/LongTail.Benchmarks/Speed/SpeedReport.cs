using System.Reflection;
using System.Runtime.InteropServices;
using LongTail.Native;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Speed;

/// <summary>What a measurement says, under the peer's names where they mean the same (peer/peer_train.py).</summary>
sealed record SpeedReport
{
    public string Program { get; } = "LongTail";
    public required string Mode { get; init; }
    public required string? Method { get; init; }
    public required double ImagesPerSecond { get; init; }
    public required double ImagesPerSecondOverall { get; init; }
    public required string Precision { get; init; }
    public required double GflopPerImage { get; init; }
    public required double GflopsPerSecond { get; init; }
    public required int Steps { get; init; }
    public required int Warmup { get; init; }
    public required int BatchSize { get; init; }
    public required int Threads { get; init; }
    public required string Device { get; init; }
    public required string? DeviceName { get; init; }
    public required bool Tf32 { get; init; }
    public required bool CudaGraph { get; init; }
    public required bool CudnnBenchmark { get; init; }
    public required string Images { get; init; }
    public string Longtail { get; } = Versions.Of(typeof(Foundation.Seed));
    public string Torch { get; } = Version.Parse(__version__).ToString(3);
    public string Torchsharp { get; } = Versions.Of(typeof(Tensor));
    public string Dotnet { get; } = RuntimeInformation.FrameworkDescription;
    public required double? PeakRssMib { get; init; }
    public required double? MeanLoss { get; init; }

    /// <summary>Puts the numbers of a finished measurement together.</summary>
    public static SpeedReport Of(SpeedRequest request, string mode, Measurement measured) => new()
    {
        Mode = mode,
        Method = mode == "train" ? request.Method : null,
        ImagesPerSecond = Math.Round(measured.Times.Median, 3),
        ImagesPerSecondOverall = Math.Round(measured.Times.Overall, 3),
        Precision = PrecisionOption.Used(request.Precision),
        GflopPerImage = Math.Round(measured.GigaflopPerImage, 5),
        GflopsPerSecond = Math.Round(measured.Times.Median * measured.GigaflopPerImage, 1),
        Steps = request.Steps,
        Warmup = request.Warmup,
        BatchSize = request.Batch,
        Threads = get_num_threads(),
        Device = request.Device.ToString(),
        DeviceName = Accelerator.NameOf(request.Device),
        Tf32 = Accelerator.UsesTf32(request.Device),
        CudaGraph = request.CudaGraph,
        CudnnBenchmark = request.CudnnBenchmark,
        Images = request.Data is null ? "noise" : BenchmarkImages.Set.Set,
        PeakRssMib = PeakMemory.Mebibytes is { } peak ? Math.Round(peak, 1) : null,
        MeanLoss = measured.MeanLoss is { } loss ? Math.Round(loss, 4) : null,
    };
}

static class Versions
{
    public static string Of(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? type.Assembly.GetName().Version!.ToString();
}
