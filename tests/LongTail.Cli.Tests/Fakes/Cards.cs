using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Networks;
using LongTail.Runs;

namespace LongTail.Cli.Tests.Fakes;

/// <summary>Descriptions of networks that nobody trained.</summary>
static class Cards
{
    /// <summary>A ResNet-8 of fashion-lt by BKD, with other classes.</summary>
    public static ModelCard Of(ImmutableArray<string> names, ImmutableArray<int> trainingImages) => new()
    {
        Method = "bkd",
        Key = new('a', 64),
        Teachers = [],
        Seed = 4,
        Epochs = 40,
        Network = new CifarResNet { Depth = 8 },
        Data = new() { Set = "fashion-lt" },
        Channels = 1,
        Normalization = Normalization.FashionMnist,
        ClassNames = names,
        TrainingImages = trainingImages,
    };
}
