namespace LongTail.Runs;

/// <summary>Which of a stage's two sets of weights.</summary>
public enum StoredWeights
{
    /// <summary>After the last epoch: the ones to report and to use.</summary>
    Last,

    /// <summary>After the epoch that did best on the validation images, or, of data without such, on the test set.</summary>
    Best,
}
