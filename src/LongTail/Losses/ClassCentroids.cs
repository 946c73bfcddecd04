using static TorchSharp.torch;

namespace LongTail.Losses;

/// <summary>How features gather round the centroid of their class and keep away from the others' (Liu et al. 2019, OLTR, the "discriminative centroids" loss).</summary>
/// <remarks>No [B, C, D] is made: distances are taken from products.</remarks>
public static class ClassCentroids
{
    /// <summary>How far each feature is from the centroid of its class: half the squared distance.</summary>
    /// <param name="features">v, [B, D].</param>
    /// <param name="labels">y, [B], 64-bit.</param>
    /// <param name="centroids">M, [C, D].</param>
    /// <returns>One value per image, [B], never negative. The mean over the batch is the caller's.</returns>
    /// <exception cref="ArgumentException">Shapes disagree.</exception>
    public static Tensor Attraction(Tensor features, Tensor labels, Tensor centroids)
    {
        Check(features, labels, centroids);
        return (features - OfEach(labels, centroids)).square().sum(1) / 2;
    }

    /// <summary>What the centroids of other classes lack to be far enough away: max(0, margin - sum over b and c other than y_b of |v_b - M_c|^2 / (B C)).</summary>
    /// <param name="features">v, [B, D].</param>
    /// <param name="labels">y, [B], 64-bit.</param>
    /// <param name="centroids">M, [C, D].</param>
    /// <param name="margin">Mean squared distance that is far enough, 0 or more; 10 in the published code.</param>
    /// <returns>One number for the batch, never negative: the published loss compares the batch's mean with the margin, not each image's.</returns>
    /// <exception cref="ArgumentException">Shapes disagree.</exception>
    public static Tensor Repulsion(Tensor features, Tensor labels, Tensor centroids, double margin)
    {
        Check(features, labels, centroids);
        Tensor distances = features.square().sum(1, keepdim: true) + centroids.square().sum(1) - 2 * features.mm(centroids.t());   // [B, C]
        return nn.functional.threshold(margin - distances.masked_fill(IsOf(labels, centroids), 0).mean(), 0, 0);
    }

    /// <summary>Nothing, but with a gradient: that by which the published code moves the centroids, sum over b with y_b = c of (M_c - v_b) / (1 + n_c) / B, where n_c of the batch's images are of class c.</summary>
    /// <remarks>
    /// It is not the gradient of <see cref="Attraction"/>, which has no 1 + n_c (that comes from Wen et al. 2016, "center loss"), and in the published code the
    /// loss's weight does not reach it. So it is a term of its own, whose weight is the caller's choice. Features get no gradient.
    /// </remarks>
    /// <param name="features">v, [B, D]; no gradient flows into them.</param>
    /// <param name="labels">y, [B], 64-bit.</param>
    /// <param name="centroids">M, [C, D].</param>
    /// <returns>Zero.</returns>
    /// <exception cref="ArgumentException">Shapes disagree.</exception>
    public static Tensor Pull(Tensor features, Tensor labels, Tensor centroids)
    {
        Tensor ofClass = IsOf(labels, centroids).sum(dim: 0).gather(0, labels);                         // [B], n of each image's class
        Tensor pull = (Attraction(features.detach(), labels, centroids) / (1 + ofClass)).mean();
        return pull - pull.detach();
    }

    static Tensor OfEach(Tensor labels, Tensor centroids) => centroids.gather(0, labels.unsqueeze(1).expand(-1, centroids.size(1)));   // [B, D]

    static Tensor IsOf(Tensor labels, Tensor centroids) => labels.unsqueeze(1) == arange(centroids.size(0), device: labels.device);   // [B, C]

    static void Check(Tensor features, Tensor labels, Tensor centroids)
    {
        if (features.dim() != 2 || labels.dim() != 1 || centroids.dim() != 2 || features.size(0) != labels.size(0) || features.size(1) != centroids.size(1))
            throw new ArgumentException($"Found features [{string.Join(", ", features.shape)}], labels [{string.Join(", ", labels.shape)}] and centroids [{string.Join(", ", centroids.shape)}], expected [B, D], [B] and [C, D].");
    }
}
