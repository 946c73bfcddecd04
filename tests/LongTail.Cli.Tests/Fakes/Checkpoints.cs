using System.Collections.Immutable;
using LongTail.Results;
using LongTail.Runs;

namespace LongTail.Cli.Tests.Fakes;

/// <summary>What networks that nobody trained said about test images that nobody took.</summary>
static class Checkpoints
{
    /// <summary>Three test images of each class, the last of them taken for the next class.</summary>
    public static EvaluatedCheckpoint Of(ImmutableArray<string> names, ImmutableArray<int> trainingImages)
    {
        ImmutableArray<int> labels = [.. Enumerable.Range(0, 3 * names.Length).Select(i => i / 3)];
        ImmutableArray<int> predicted = [.. labels.Select((label, i) => i % 3 == 2 ? (label + 1) % names.Length : label)];
        return new(Cards.Of(names, trainingImages), 39, new Predictions(names.Length, labels, predicted, [.. labels.Select(_ => true)]));
    }

    /// <summary>Two, three and one of three right: the first class is taken for the second, the third for both.</summary>
    public static EvaluatedCheckpoint Uneven => Of(["shirt", "boot", "bag"], [200, 50, 10]) with
    {
        Predictions = new(3, [0, 0, 0, 1, 1, 1, 2, 2, 2], [0, 0, 1, 1, 1, 1, 0, 0, 2], [.. Enumerable.Repeat(true, 9)]) { Beliefs = [.. Enumerable.Repeat(new Belief(0.9f, -0.5f, 0.1f), 9)] },
    };
}
