using System.CommandLine;
using LongTail.Benchmarks.Speed;
using LongTail.Kernels;
using LongTail.Native;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Roof;

/// <summary>Measures the machine's peak, which the speed of every other program is a share of.</summary>
static class RoofCommand
{
    const int Repetitions = 10;
    static readonly int[] Sizes = [1024, 2048, 3072];

    public static Command Build()
    {
        Option<int> threads = WholeNumber.Option("--threads", "Threads of the native library.", Environment.ProcessorCount, least: 1);
        Command command = new("roof", "GFLOP/s of large matrix products in fp32 and bf16, and in fp32 of multiplications and additions in registers if that is more: what the machine can do at best.") { threads };
        command.SetAction(parsed =>
        {
            TorchRuntime.EnsureLoaded();
            set_num_threads(parsed.GetValue(threads));
            Console.WriteLine(JsonLine.Of(new RoofReport
            {
                Fp32GflopsPerSecond = Math.Max(Peak(ScalarType.Float32), Math.Round(MultiplyAdd.Best(get_num_threads(), Repetitions), 1)),
                Bf16GflopsPerSecond = KernelSupport.HasBFloat16 ? Peak(ScalarType.BFloat16) : null,   // libtorch multiplies one by one then: minutes for nothing
                Threads = get_num_threads(),
            }));
        });
        return command;
    }

    static double Peak(ScalarType type) => Math.Round(Sizes.Max(size => MatrixProduct.Best(type, size, Repetitions)), 1);
}

/// <summary>The roof, under the names that compare.py reads.</summary>
sealed record RoofReport
{
    public string Program { get; } = "LongTail";
    public string Mode { get; } = "roof";
    public required double Fp32GflopsPerSecond { get; init; }
    /// <summary>Null, and then not in the line, where the processor has no instructions for it.</summary>
    public required double? Bf16GflopsPerSecond { get; init; }
    public required int Threads { get; init; }
}
