namespace LongTail.Results;

/// <summary>How well a network tells one class from all others on a test set.</summary>
/// <param name="Images">Test images of the class.</param>
/// <param name="Predicted">Test images of any class that were taken for it.</param>
/// <param name="Correct">Test images of the class that were.</param>
public readonly record struct ClassScore(int Images, int Predicted, int Correct)
{
    /// <summary>Of the images of the class, those that were right: its accuracy. NaN when it has none.</summary>
    public double Recall => (double)Correct / Images;

    /// <summary>Of the images taken for the class, those that were right; NaN when there are none. It depends on how many images the other classes have.</summary>
    public double Precision => (double)Correct / Predicted;

    /// <summary>Harmonic mean of the two, 2 correct / (images + predicted): 0 where no image is right, NaN when there are no images of either kind.</summary>
    public double F1 => 2.0 * Correct / (Images + (long)Predicted);
}
