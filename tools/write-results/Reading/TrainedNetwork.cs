using System.Collections.Immutable;
using LongTail.Results;
using LongTail.Runs;

namespace LongTail.Tools.WriteResults.Reading;

/// <summary>One finished stage of a run: a method with a seed.</summary>
/// <param name="Card">What was trained.</param>
/// <param name="History">All epochs; the last one is evaluated.</param>
/// <param name="MadeBy">Where and with what.</param>
/// <param name="Settings">How.</param>
sealed record TrainedNetwork(ModelCard Card, ImmutableArray<EpochRecord> History, MadeBy MadeBy, StageSettings Settings)
{
    /// <summary>On the test set after the last epoch: the numbers to report.</summary>
    public EvaluationResult Last => History[^1].Evaluation!;

    /// <summary>The epoch with the highest top-1 accuracy on the test set.</summary>
    public EpochRecord Best => EpochSelection.OnTest(History);

    /// <summary>The epochs that were evaluated.</summary>
    public IEnumerable<EpochRecord> Evaluated => History.Where(epoch => epoch.Evaluation is not null);

    /// <summary>Time in training steps over all epochs, evaluation not included.</summary>
    public double TrainSeconds => History.Sum(epoch => epoch.TrainSeconds);

    /// <summary>Over all epochs: augmentation included, evaluation not.</summary>
    public double ImagesPerSecond => History.Sum(epoch => epoch.Images) / TrainSeconds;

    /// <summary>Reads a stage's folder.</summary>
    /// <exception cref="Foundation.ModelFileException">It is damaged, or its last epoch was not evaluated.</exception>
    /// <exception cref="RefusedRunException">Its history lacks epochs.</exception>
    public static TrainedNetwork Read(string folder)
    {
        StoredStage stored = StoredStage.Open(folder);
        ImmutableArray<EpochRecord> history = stored.ReadHistory();
        if (history.Length != stored.Card.Epochs)
            throw new RefusedRunException($"{folder}: found a history of {history.Length} epochs, expected {stored.Card.Epochs}. Delete the folder and run the same command again.");
        return new(stored.Card, history, stored.ReadMadeBy(), StageSettings.Of(stored.ReadText()));
    }
}
