using System.CommandLine;
using LongTail.Benchmarks.Speed;
using LongTail.Data;
using LongTail.Methods;
using LongTail.Native;
using LongTail.Networks;
using LongTail.Stages;
using TorchSharp;

namespace LongTail.Benchmarks.Pictures;

/// <summary>Measures training steps on photographs in files: decoding, random resized crop, flip, network, loss, optimizer.</summary>
static class PhotographCommand
{
    public static Command Build()
    {
        Option<string> folder = new("--folder") { Description = "Class folders with pictures.", HelpName = "FOLDER", Required = true };
        Option<int> depth = new("--depth") { Description = "Layers of the ResNet.", DefaultValueFactory = _ => 50 };
        depth.AcceptOnlyFromAmong("10", "18", "34", "50", "101", "152");
        Option<int> size = WholeNumber.Option("--size", "Pixels of each side that the network sees.", 224, least: 8);
        Option<int> steps = WholeNumber.Option("--steps", "Steps that count.", 6, least: 1);
        Option<int> warmup = WholeNumber.Option("--warmup", "Steps before them.", 2, least: 0);
        Option<int> threads = WholeNumber.Option("--threads", "Threads of the native library.", Environment.ProcessorCount, least: 1);
        Option<int> workers = WholeNumber.Option("--workers", "Threads that decode.", Environment.ProcessorCount, least: 1);
        Option<int> batch = WholeNumber.Option("--batch", "Images per step.", 32, least: 1);
        Option<string> precision = new("--precision") { Description = "Of the network.", DefaultValueFactory = _ => "fp32" };
        precision.AcceptOnlyFromAmong(PrecisionOption.Names);
        Command command = new("photographs", "Images per second of training steps of a ResNet on pictures in files, and how long they waited for the pictures.") { folder, depth, size, steps, warmup, threads, workers, batch, precision };
        command.SetAction(parsed =>
        {
            TorchRuntime.EnsureLoaded();
            torch.set_num_threads(parsed.GetValue(threads));
            SpeedRequest request = new()
            {
                Method = "ce",
                Steps = parsed.GetValue(steps),
                Warmup = parsed.GetValue(warmup),
                Threads = parsed.GetValue(threads),
                Batch = parsed.GetValue(batch),
                Precision = parsed.GetRequiredValue(precision),
                Device = torch.CPU,
                Data = parsed.GetRequiredValue(folder),
            };
            Recipe recipe = PrecisionOption.Set(RecipeOf(request, parsed.GetValue(depth), parsed.GetValue(size)), request.Precision);
            DataSplit data = DataCatalog.Open(recipe.Data, request.Data);
            WaitClock? clock = null;
            Measurement measured = TrainingSpeed.Measure(request, checkpoint =>
            {
                Training.TrainingJob job = LiveStage.Of(recipe, data, request.Device, parsed.GetValue(workers), checkpoint, (network, _) => network);
                return job with { Batches = clock = new(job.Batches, request.Warmup) };
            });
            SpeedReport report = SpeedReport.Of(request, "train", measured) with { Mode = "photographs", Images = $"{data.Train.Count} pictures" };
            Console.WriteLine(JsonLine.Of(new PhotographReport(report, parsed.GetValue(depth), parsed.GetValue(size), parsed.GetValue(workers), Math.Round(clock!.Share, 4))));
        });
        return command;
    }

    static Recipe RecipeOf(SpeedRequest request, int depth, int size) => new()
    {
        Name = "benchmark",
        Data = new() { Set = PictureSets.Folders, Pictures = new() { Size = size, ShorterSide = size * 8 / 7 } },
        Network = new ImageNetResNet { Depth = depth },
        Method = new CrossEntropy(),
        Augmentation = new() { CropPadding = 0, ResizedCrop = new(), Normalization = Normalization.ImageNet },
        Epochs = LiveStage.Endless,
        EvaluateEvery = LiveStage.Endless,
        BatchSize = request.Batch,
    };
}

/// <summary>What was measured.</summary>
/// <param name="Speed">Of the steps.</param>
/// <param name="Depth">Layers.</param>
/// <param name="Size">Pixels of each side.</param>
/// <param name="Workers">Threads that decoded.</param>
/// <param name="WaitingShare">Part of the time of the measured steps in which the loop waited for pictures.</param>
sealed record PhotographReport(SpeedReport Speed, int Depth, int Size, int Workers, double WaitingShare);
