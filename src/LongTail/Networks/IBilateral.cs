using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>A network that forks before its end, so that one branch can learn from images as they come and the other from rare classes most (Zhou et al. 2020, BBN).</summary>
/// <remarks>Its <see cref="Network.Features"/> are both branches' features of one image, [f_c; f_r], and its head takes these.</remarks>
public interface IBilateral
{
    /// <summary>Features f_c of the branch for images as they come ("conventional").</summary>
    /// <param name="images">[B, K, H, W] floats.</param>
    /// <returns>[B, D]; the network's features are twice as many.</returns>
    Tensor ConventionalFeatures(Tensor images);

    /// <summary>Features f_r of the branch for rare classes ("re-balancing").</summary>
    /// <inheritdoc cref="ConventionalFeatures"/>
    Tensor RebalancingFeatures(Tensor images);
}
