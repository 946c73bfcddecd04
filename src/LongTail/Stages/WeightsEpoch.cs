namespace LongTail.Stages;

/// <summary>Which weights of an earlier network a stage takes: of a teacher, or of the network it starts from.</summary>
public enum WeightsEpoch
{
    /// <summary>Those of its last epoch.</summary>
    Last,

    /// <summary>Those of the epoch that was best on the validation images, of data that has some.</summary>
    BestOnValidation,

    /// <summary>Those of the epoch that was best on the test images, of data without validation images: test labels then have a part in the stage, and its accuracy on them is too high to report.</summary>
    BestOnTest,
}
