using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Stages;

namespace LongTail.Testing;

/// <summary>Three kinds of stripes on 8 x 8 pixels, with noise: a set that the smallest network learns within a second.</summary>
static class Toy
{
    public const int Side = 8;

    public static ResidentImageSet Train { get; } = Images(noise: "train", 24, 12, 6);

    public static ResidentImageSet Test { get; } = Images(noise: "test", 10, 10, 10);

    public static DataSplit Data { get; } = new(Train, Test, "toy");

    /// <summary>Six steps of eight images an epoch; the last has two.</summary>
    public static Recipe Recipe => new()
    {
        Name = "toy",
        Data = new() { Set = "toy" },
        Images = new(Side, Side, 1),
        Network = new CifarResNet { Depth = 8, Width = 2 },
        Method = new CrossEntropy(),
        Augmentation = new() { CropPadding = 1, Normalization = new([0.5], [0.25]) },
        Optimizer = new() { LearningRate = 0.05, WarmupEpochs = 0, Schedule = new CosineSchedule() },
        Epochs = 4,
        BatchSize = 8,
    };

    /// <summary>The last stage of a method, of so many epochs also where it is a part of the recipe's only; none where it has none.</summary>
    public static Stage Stage(Method method, int epochs = 4)
    {
        Stage stage = method.Plan(Recipe with { Epochs = epochs });
        return stage.Epochs == 0 ? stage : stage with { Epochs = epochs };
    }

    static ResidentImageSet Images(string noise, params int[] counts)
    {
        CounterRandom random = new Seed(0).For(noise);
        ImmutableArray<int> labels = [.. counts.SelectMany((count, label) => Enumerable.Repeat(label, count))];
        byte[] pixels = new byte[labels.Length * Side * Side];
        for (int i = 0; i < pixels.Length; i++)
        {
            (int row, int column) = (i / Side % Side, i % Side);
            int phase = labels[i / (Side * Side)] switch { 0 => row, 1 => column, _ => row + column };
            pixels[i] = (byte)Math.Clamp(128 + 70 * Math.Sin(Math.PI * phase / 2) + 40 * random.Normal((ulong)i), 0, 255);
        }
        return new(new(Side, Side, 1), pixels, labels, ["rows", "columns", "diagonals"]);
    }
}
