using LongTail.Data;
using LongTail.Foundation;
using LongTail.Stages;

namespace LongTail.Training;

/// <summary>Says where training left the numbers.</summary>
static class Divergence
{
    const int FilesShown = 16;

    /// <param name="stage">That was trained.</param>
    /// <param name="draw">The batch.</param>
    /// <param name="images">That it is of.</param>
    /// <param name="loss">What came out.</param>
    public static DivergedException OfLoss(Stage stage, BatchDraw draw, IImageSet images, double loss) => new(FormattableString.Invariant(
        $"Found a loss of {loss} in epoch {draw.Epoch + 1}, step {draw.Step + 1} ({Settings(stage, draw.Epoch)}), expected a finite number. ")
        + $"The batch had the training images {Named(draw, images)}. Lower optimizer.learningRate, or look at these images.");

    static string Named(BatchDraw draw, IImageSet images)
    {
        if (images is not PictureSet files) return string.Join(", ", draw.Indices);
        string[] paths = [.. draw.Indices.Distinct().Select(index => SafeText.Of(files.Paths[index], 200))];
        return $"{string.Join(", ", paths.Take(FilesShown))}{(paths.Length > FilesShown ? $" and {paths.Length - FilesShown} more" : "")}";
    }

    /// <param name="stage">That was trained.</param>
    /// <param name="epoch">0-based.</param>
    /// <param name="steps">Taken in it.</param>
    public static DivergedException OfWeights(Stage stage, int epoch, int steps) => new(
        $"Found weights or moments that are not finite after epoch {epoch + 1}, step {steps} ({Settings(stage, epoch)}), expected finite numbers. Lower optimizer.learningRate; or choose another batchSize, if a batch had a single image.");

    static string Settings(Stage stage, int epoch) =>
        FormattableString.Invariant($"{stage.Method}, learning rate {stage.Optimizer.LearningRateAt(epoch, stage.Epochs):g6}");
}
