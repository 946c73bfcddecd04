using LongTail.Foundation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>What a network with a <see cref="MetaEmbeddingHead"/> remembers of each class: a parameter that its classifier only reads and a loss teaches.</summary>
public static class ClassMemory
{
    const string Centroids = "centroids";

    /// <summary>Its name in checkpoints, such as "linear.centroids", and the prefix of its group in an optimizer.</summary>
    public static string NameIn(NetworkSpec network) => network.HeadPrefix + Centroids;

    /// <summary>One centroid per class, [C, D].</summary>
    /// <exception cref="RecipeException">The network has another head.</exception>
    public static Parameter Of(Network network) => network.get_parameter(network.HeadPrefix + Centroids)
        ?? throw new RecipeException($"Found a network without a memory of its classes ({network.GetName()}), expected one with a MetaEmbeddingHead.");

    /// <summary>Sets what the network remembers, and by which classifier it recalls: a trained one's linear head.</summary>
    /// <param name="network">Changed in place.</param>
    /// <param name="centroids">[C, D].</param>
    /// <param name="classifier">A network of the same kind; has a <see cref="LinearHead"/> for the same features and classes.</param>
    public static void Set(Network network, Tensor centroids, FrozenNetwork classifier)
    {
        using IDisposable noGradient = no_grad();
        Of(network).copy_(centroids);
        foreach (string part in (string[])["weight", "bias"])
            network.get_parameter($"{network.HeadPrefix}fc_hallucinator.{part}")!.copy_(classifier.Parameter(network.HeadPrefix + part));
    }
}
