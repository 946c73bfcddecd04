using static TorchSharp.torch;

namespace LongTail.Losses;

/// <summary>How weighted losses of a batch become one number.</summary>
public enum WeightedReduction
{
    /// <summary>Sum of the weighted losses over the sum of the weights: PyTorch's weighted mean. The scale of the weights does not count.</summary>
    WeightedMean,

    /// <summary>Sum of the weighted losses over the number of images: Cui et al.'s TensorFlow code. The scale of the weights counts.</summary>
    BatchMean,
}

/// <summary>Reduces weighted losses.</summary>
public static class WeightedReductions
{
    /// <summary>One number for the batch.</summary>
    /// <param name="reduction">How.</param>
    /// <param name="losses">One value per image, [B], not weighted yet.</param>
    /// <param name="labels">[B], 64-bit.</param>
    /// <param name="classWeights">[C], not negative.</param>
    /// <returns>Scalar. Where every image of the batch has weight 0, the weighted mean is not a number.</returns>
    public static Tensor Reduce(this WeightedReduction reduction, Tensor losses, Tensor labels, Tensor classWeights)
    {
        Tensor weights = classWeights.gather(0, labels);                   // [B]
        return reduction == WeightedReduction.WeightedMean ? (losses * weights).sum() / weights.sum() : (losses * weights).mean();
    }
}
