namespace LongTail.Stages;

/// <summary>What a network's own accuracy after each epoch is measured on, for losses that steer by it (LFME).</summary>
public enum Feedback
{
    /// <summary>Nothing: the loss does not ask.</summary>
    None,

    /// <summary>The training images as they are, without augmentation. It takes one pass forward over them after each epoch.</summary>
    Training,

    /// <summary>The validation images, of data that has some. <see cref="Stage.EvaluateEvery"/> must be 1.</summary>
    Validation,

    /// <summary>The test images: their labels then steer the training, and the accuracy on them is too high to report. <see cref="Stage.EvaluateEvery"/> must be 1.</summary>
    Test,
}
