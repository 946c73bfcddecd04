namespace LongTail.Results;

/// <summary>Chooses an epoch of a training by <see cref="EvaluationResult.SelectionScore"/>, the earliest of equals.</summary>
public static class EpochSelection
{
    /// <summary>The epoch that was best on the test set: label what it comes to so.</summary>
    /// <param name="history">Of one stage, with at least one evaluated epoch.</param>
    public static EpochRecord OnTest(IEnumerable<EpochRecord> history) => history.Where(epoch => epoch.Evaluation is not null).MaxBy(epoch => epoch.Evaluation!.SelectionScore)!;

    /// <summary>The epoch that was best on the validation set, which the test set has no part in.</summary>
    /// <param name="history">Of one stage.</param>
    /// <returns>Null where there is no validation set.</returns>
    public static EpochRecord? OnValidation(IEnumerable<EpochRecord> history) => history.Where(epoch => epoch.OnValidation is not null).MaxBy(epoch => epoch.OnValidation!.SelectionScore);

    /// <summary>The epoch whose weights are kept beside the last one's: the best on the validation set, or, where there is none, on the test set.</summary>
    /// <param name="history">Of one stage, with at least one evaluated epoch.</param>
    public static EpochRecord Kept(IReadOnlyCollection<EpochRecord> history) => OnValidation(history) ?? OnTest(history);
}
