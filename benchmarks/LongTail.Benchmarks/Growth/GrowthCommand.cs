using System.CommandLine;
using LongTail.Benchmarks.Speed;
using LongTail.Native;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Growth;

/// <summary>How the cost of the small parts grows with classes, images and batch, as a share of a training step.</summary>
static class GrowthCommand
{
    const double Limit = 0.05;
    const string FileName = "growth.csv";
    static readonly int[] Classes = [10, 100, 1_000, 10_000], Images = [10_000, 100_000, 1_000_000], Batches = [32, 128, 512, 2048, 4096];
    static readonly string[] Limited = ["loss", "sampler", "metrics"];

    public static Command Build()
    {
        Option<int> threads = WholeNumber.Option("--threads", "Threads of the native library.", Environment.ProcessorCount, least: 1);
        Option<int> steps = WholeNumber.Option("--steps", "Training steps that count, at each batch size.", 5, least: 1);
        Option<int> largest = WholeNumber.Option("--largest-step", "Images of the largest step that is taken; larger ones are taken to grow with their images. A step of 4,096 in fp32 holds some 14 GiB.", Batches[^1], least: Batches[0]);
        Option<string> precision = new("--precision") { Description = "Of the network in the step: fp32, bf16 or auto.", DefaultValueFactory = _ => "fp32" };
        precision.AcceptOnlyFromAmong(PrecisionOption.Names);
        Option<string> folder = new("--out") { Description = $"Folder for {FileName}; created when missing.", HelpName = "FOLDER", DefaultValueFactory = _ => "." };
        Command command = new("growth", $"Cost of losses, samplers, metrics and augmentation for {Classes[0]} to {Classes[^1]} classes, {Images[0]} to {Images[^1]} images and batches of {Batches[0]} to {Batches[^1]}, as a share of a training step.")
        {
            threads, steps, largest, precision, folder,
        };
        command.SetAction(parsed =>
        {
            TorchRuntime.EnsureLoaded();
            set_num_threads(parsed.GetValue(threads));
            StepCosts stepCosts = new(new() { Method = "ce", Steps = parsed.GetValue(steps), Warmup = 2, Threads = parsed.GetValue(threads), Batch = Batches[0], Precision = parsed.GetRequiredValue(precision), Device = CPU }, parsed.GetValue(largest));
            Write(parsed.GetRequiredValue(folder), Measure(stepCosts));
        });
        return command;
    }

    static IEnumerable<Cost> Measure(StepCosts steps)
    {
        foreach (int batch in Batches)
        {
            double step = steps.Of(batch);
            yield return AugmentationGrowth.Of(batch, step);
            foreach (int classes in Classes)
            {
                foreach (Cost loss in LossGrowth.Of(classes, batch, step)) yield return loss;
                yield return MetricGrowth.Of(classes, batch, step);
                foreach (Cost sampler in Images.SelectMany(images => SamplerGrowth.Of(classes, images, batch, step))) yield return sampler;
            }
        }
    }

    static void Write(string folder, IEnumerable<Cost> costs)
    {
        Directory.CreateDirectory(folder);
        List<Cost> written = [];
        using StreamWriter file = new(Path.Combine(folder, FileName)) { NewLine = "\n" };
        file.WriteLine(Cost.Header);
        foreach (Cost cost in costs)
        {
            file.WriteLine(cost.Line);
            file.Flush();
            written.Add(cost);
        }
        Console.WriteLine(JsonLine.Of(new GrowthReport
        {
            Limit = Limit,
            Worst = written.GroupBy(cost => cost.Part).Select(part => part.MaxBy(cost => cost.Share)!.Line).ToArray(),
            Over = written.Where(cost => Limited.Contains(cost.Part) && cost.Share > Limit).Select(cost => cost.Line).ToArray(),
            Threads = get_num_threads(),
        }));
    }
}

/// <summary>What a growth run found.</summary>
sealed record GrowthReport
{
    public string Program { get; } = "LongTail";
    public string Mode { get; } = "growth";

    /// <summary>Largest share of a step that losses, samplers and metrics may have.</summary>
    public required double Limit { get; init; }

    /// <summary>The line with the largest share of each part.</summary>
    public required string[] Worst { get; init; }

    /// <summary>The lines above the limit.</summary>
    public required string[] Over { get; init; }

    public required int Threads { get; init; }
}
