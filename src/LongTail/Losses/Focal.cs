using static TorchSharp.torch;

namespace LongTail.Losses;

/// <summary>Focal losses: what is already known well counts less (Lin et al. 2017). Pure functions, one value per image.</summary>
public static class Focal
{
    const double SmallestNormal = 1.17549435e-38;   // of single precision

    /// <summary>On softmax probabilities: (1 - p)^gamma times -log p of the label; gamma 0 is cross-entropy.</summary>
    /// <param name="logits">[B, C].</param>
    /// <param name="labels">[B], 64-bit.</param>
    /// <param name="gamma">0 or more.</param>
    /// <returns>[B].</returns>
    /// <exception cref="ArgumentOutOfRangeException">Gamma is negative or no number.</exception>
    public static Tensor Softmax(Tensor logits, Tensor labels, double gamma)
    {
        CheckGamma(gamma);
        return Modulated(CrossEntropyOf(logits, labels), gamma);
    }

    /// <summary>The same with a class weight inside the modulation, as the code of Cao et al. 2019 has it: v = w(label) x -log p, and then (1 - e^-v)^gamma v.</summary>
    /// <param name="logits">[B, C].</param>
    /// <param name="labels">[B], 64-bit.</param>
    /// <param name="gamma">0 or more.</param>
    /// <param name="classWeights">[C], not negative; equal to 1 it is <see cref="Softmax"/>.</param>
    /// <returns>[B], weighted already.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Gamma is negative or no number.</exception>
    public static Tensor SoftmaxWithWeightInside(Tensor logits, Tensor labels, double gamma, Tensor classWeights)
    {
        CheckGamma(gamma);
        return Modulated(CrossEntropyOf(logits, labels) * classWeights.gather(0, labels), gamma);
    }

    /// <summary>On one sigmoid per class: the sum over the classes of the modulated binary cross-entropy (Cui et al. 2019); gamma 0 is that of plain sigmoids.</summary>
    /// <param name="logits">[B, C].</param>
    /// <param name="labels">[B], 64-bit.</param>
    /// <param name="gamma">0 or more.</param>
    /// <returns>[B].</returns>
    /// <exception cref="ArgumentOutOfRangeException">Gamma is negative or no number.</exception>
    /// <remarks>The modulator (1 - p_t)^gamma is written as exp(-gamma softplus(z)) where z is the logit of the truth, and with -z elsewhere: it neither overflows nor loses its gradient.</remarks>
    public static Tensor Sigmoid(Tensor logits, Tensor labels, double gamma)
    {
        CheckGamma(gamma);
        Tensor truth = nn.functional.one_hot(labels, logits.size(1)).to(logits.dtype);   // [B, C]
        Tensor agreement = logits * (2 * truth - 1);                             // z where true, -z elsewhere
        Tensor losses = nn.functional.softplus(-agreement);                      // binary cross-entropy
        return (gamma == 0 ? losses : (-gamma * nn.functional.softplus(agreement)).exp() * losses).sum(1);
    }

    static Tensor CrossEntropyOf(Tensor logits, Tensor labels) => nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.None);

    // 1 - e^-v as -expm1(-v): exact for small v too. A v of 0, which is an image known beyond doubt or a class of weight 0, is kept off the
    // power: below gamma 1 its slope there is infinite, and 0 times that is no number, while the slope of the product is 0.
    static Tensor Modulated(Tensor loss, double gamma) => gamma == 0 ? loss : nn.functional.threshold(-(-loss).expm1(), SmallestNormal, SmallestNormal).pow(gamma) * loss;

    static void CheckGamma(double gamma)
    {
        if (!(gamma >= 0 && double.IsFinite(gamma)))
            throw new ArgumentOutOfRangeException(nameof(gamma), gamma, "Found a gamma that is negative or no number, expected 0 or more, such as 1.");
    }
}
