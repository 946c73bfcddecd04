using LongTail.Data;
using LongTail.Networks;
using TorchSharp.Modules;

namespace LongTail.Benchmarks.Roof;

/// <summary>Arithmetic of a CIFAR ResNet for one image, counted from the shapes of its weights: multiplications that are each followed by an addition.</summary>
/// <remarks>Only convolutions and the head count; normalisation, activations and additions are left out, as is usual: they bound the time, not the arithmetic.</remarks>
/// <param name="FirstLayer">Of the first convolution; nobody needs the gradient of its input.</param>
/// <param name="Forward">Of all layers.</param>
sealed record NetworkWork(long FirstLayer, long Forward)
{
    const string First = "conv1.weight";
    const double GigaflopsPerMultiplyAdd = 2e-9;

    /// <summary>Counts.</summary>
    /// <param name="network">With the parameter names of PyTorch's published CIFAR ResNets.</param>
    /// <param name="shape">Of its images.</param>
    public static NetworkWork Of(Network network, ImageShape shape)
    {
        var weights = network.named_parameters().Where(named => named.parameter.dim() > 1).ToArray();
        return new(
            weights.Where(named => named.name == First).Sum(named => Of(named.name, named.parameter, shape)),
            weights.Sum(named => Of(named.name, named.parameter, shape)));
    }

    /// <summary>Of an answer, in GFLOP.</summary>
    public double Evaluation => Forward * GigaflopsPerMultiplyAdd;

    /// <summary>Of a training step, in GFLOP: the answer, the gradient of every weight, and that of every layer's input but the first's.</summary>
    public double Training => (3 * Forward - FirstLayer) * GigaflopsPerMultiplyAdd;

    static long Of(string name, Parameter weight, ImageShape shape)
    {
        if (weight.dim() == 2) return weight.numel();
        int halvings = name.StartsWith("layer3.", StringComparison.Ordinal) ? 2 : name.StartsWith("layer2.", StringComparison.Ordinal) ? 1 : 0;
        return weight.numel() * Halved(shape.Height, halvings) * Halved(shape.Width, halvings);
    }

    // A convolution of stride 2 keeps the odd pixel.
    static long Halved(int pixels, int times) => times == 0 ? pixels : Halved((pixels + 1) / 2, times - 1);
}
