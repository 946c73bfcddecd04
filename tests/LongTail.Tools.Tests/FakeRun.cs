using System.Collections.Immutable;
using LongTail.Networks;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Store;
using LongTail.Tools.WriteResults.Reading;

namespace LongTail.Tools.Tests;

/// <summary>Finished stages made by hand: four classes of 500, 50, 10 and 5 training images, 20 test images each, 2 epochs.</summary>
static class FakeRun
{
    public static readonly ImmutableArray<int> TrainingImages = [500, 50, 10, 5];

    /// <summary>A stage whose two epochs got these many of 20 test images right per class.</summary>
    public static FakeStage Stage(string method, int seed, int[] first, int[] last) => new()
    {
        Card = new()
        {
            Method = method,
            Key = KeyOf(method, seed),
            Teachers = method == "ce" ? [] : [KeyOf("ce", seed)],
            Seed = seed,
            Epochs = 2,
            Network = new CifarResNet { Depth = 8 },
            Data = new() { Set = "toy" },
            Channels = 1,
            Normalization = new([0.5f], [0.5f]),
            ClassNames = ["shirt", "ankle boot", "bag", "hat"],
            TrainingImages = TrainingImages,
        },
        History = [Epoch(0, first), Epoch(1, last)],
        Text = TextOf(method, seed),
    };

    public static string KeyOf(string method, int seed) => $"{Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes(method))}{seed}".PadRight(64, '0');

    public static Experiment Experiment(params IEnumerable<FakeStage> stages) => WriteResults.Reading.Experiment.Of([.. stages.Select(stage => stage.Network)]);

    static string TextOf(string method, int seed)
    {
        string teachers = method == "ce" ? "" : $"Teachers:[{TextOf("ce", seed)},];";
        return $$"""Stage{BatchSize:64;Data:TrainingSet{Set:"to;y";SubsetSeed:3;};Epochs:2;Objective:{{method}}{Version:1;};Sampling:Shuffled{};Seed:{{seed}};{{teachers}}}""";
    }

    static EpochRecord Epoch(int epoch, int[] correct) => new(
        epoch, 0.1, 1.5, [new("ce", 1.5)], Images: 600, TrainSeconds: 30, new([.. correct.Select(_ => 20)], [.. correct], [.. correct.Select(_ => 20)]));
}

/// <summary>A stage on its way to the disk.</summary>
sealed record FakeStage
{
    public required ModelCard Card { get; init; }

    public required ImmutableArray<EpochRecord> History { get; init; }

    public required string Text { get; init; }

    public MadeBy MadeBy { get; init; } = new()
    {
        Program = "0.1.0+0123456789abcdef",
        TorchSharp = "0.107.0",
        Runtime = ".NET 10.0.1",
        System = "Linux, X64",
        Cores = 2,
        Threads = 1,
        Device = "cpu",
        Finished = new(2026, 1, 31, 23, 30, 0, TimeSpan.FromHours(1)),
        PeakMemoryBytes = 3L << 20,
    };

    public TrainedNetwork Network => new(Card, History, MadeBy, StageSettings.Of(Text));

    /// <summary>Writes it as the store does.</summary>
    public string WriteInto(string runFolder)
    {
        string folder = Path.Combine(runFolder, "stages", $"{Card.Method}-{Card.Key[..12]}");
        SealedFolder.Write(folder, files =>
        {
            files.Write("model.json", stream => StoredJson.Write(stream, Card));
            files.Write("history.jsonl", stream => StoredJson.WriteLines(stream, History));
            files.Write("made-by.json", stream => StoredJson.Write(stream, MadeBy));
            files.WriteText("stage.txt", Text + "\n");
        });
        return folder;
    }
}
