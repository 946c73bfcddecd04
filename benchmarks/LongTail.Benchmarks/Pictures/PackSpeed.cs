using System.Collections.Immutable;
using LongTail.Augmentation;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Packs;
using LongTail.Pictures;

namespace LongTail.Benchmarks.Pictures;

/// <summary>Loads the same epochs from files and from a pack, by the loader and the crops of training; files and pack are in the system's memory where they fit.</summary>
sealed class PackSpeed(PictureFiles files, string packFolder, int side, int epochs, int workers)
{
    const int Size = 224, ShorterSide = 224, BatchSize = 64;
    static readonly Seed s_seed = new(5);

    public PackReport Measure()
    {
        PictureSource plain = new() { Size = Size, ShorterSide = ShorterSide }, packed = plain with { PackedSide = side };
        Load(Set(plain), 1);   // warms up: code, and the system's memory of the files
        double[] fromFiles = Load(Set(plain), epochs), twoSteps = Load(Set(packed), 1);
        using PackedSets packs = new(packFolder, workers, told => Console.Error.WriteLine(told), (_, _) => { });
        TimeSpan start = Environment.CpuUsage.TotalTime;
        PictureSet set = packs.Of(Set(packed), CancellationToken.None);
        double build = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        double[] fromPack = Load(set, epochs);
        return new()
        {
            Images = files.Paths.Length,
            Workers = workers,
            FileBytes = files.Bytes,
            PackBytes = new DirectoryInfo(packFolder).EnumerateFiles().Sum(file => file.Length),
            CpuSecondsFromFiles = Rounded(fromFiles),
            CpuSecondsInTwoSteps = Rounded(twoSteps),
            CpuSecondsToBuild = Rounded([build])[0],
            CpuSecondsFromPack = Rounded(fromPack),
            WholeRatio = Math.Round(fromFiles.Sum() / (build + fromPack.Sum()), 2),
            EpochRatio = Math.Round(fromFiles.Average() / fromPack.Average(), 2),
        };
    }

    PictureSet Set(PictureSource source) => new(files.Folder, new(files.Paths, [.. files.Paths.Select(_ => 0)]), ["picture"], source);

    double[] Load(PictureSet set, int count)
    {
        DrawPicture draw = PictureViews.ForTraining(new() { ResizedCrop = new(), Normalization = Normalization.ImageNet }, set.Source, s_seed);
        double[] seconds = new double[count];
        for (int epoch = 0; epoch < count; epoch++)
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            PictureLoader loader = new(set, draw, workers);
            foreach (LoadedPictures batch in loader.Load(Draws(set, epoch))) loader.Return(batch);
            seconds[epoch] = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        }
        return seconds;
    }

    static IEnumerable<BatchDraw> Draws(PictureSet set, int epoch)
    {
        EpochOrder order = new(set, new Shuffled(), null, s_seed, epoch);
        return Enumerable.Range(0, (set.Count + BatchSize - 1) / BatchSize).Select(step => order.Draw(step, BatchSize));
    }

    static ImmutableArray<double> Rounded(double[] seconds) => [.. seconds.Select(value => Math.Round(value, 3))];
}

/// <summary>What an epoch takes each way, in CPU time of the process, so that other programs count as little as can be. The ratios are of the time from files: over all epochs with the building of the pack, and of an epoch without it.</summary>
sealed record PackReport
{
    public string Program { get; } = "LongTail";
    public string Mode { get; } = "packs";
    public required int Images { get; init; }
    public required int Workers { get; init; }
    public required long FileBytes { get; init; }
    public required long PackBytes { get; init; }
    public required ImmutableArray<double> CpuSecondsFromFiles { get; init; }
    public required ImmutableArray<double> CpuSecondsInTwoSteps { get; init; }
    public required double CpuSecondsToBuild { get; init; }
    public required ImmutableArray<double> CpuSecondsFromPack { get; init; }
    public required double WholeRatio { get; init; }
    public required double EpochRatio { get; init; }
}
