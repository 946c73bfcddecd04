using System.Collections.Immutable;
using LongTail.Stages;

namespace LongTail.Recipes;

/// <summary>What the parts of a network that can be trained are called in recipes.</summary>
static class TrainedPartWord
{
    public const string Everything = "everything";
    const string Head = "head", LastBlockAndHead = "last-block-and-head";

    public static ImmutableArray<string> All { get; } = [Everything, LastBlockAndHead, Head];

    /// <summary>The part of a checked word.</summary>
    public static TrainedPart Read(string word) => word switch
    {
        Head => TrainedPart.Head,
        LastBlockAndHead => TrainedPart.LastBlockAndHead,
        _ => TrainedPart.Everything,
    };
}
