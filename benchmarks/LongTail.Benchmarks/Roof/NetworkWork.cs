using LongTail.Data;
using LongTail.Networks;
using TorchSharp.Modules;

namespace LongTail.Benchmarks.Roof;

/// <summary>Arithmetic of a ResNet for one image, counted from the shapes of its weights: multiplications that are each followed by an addition.</summary>
/// <remarks>Only convolutions and the head count; normalisation, activations and additions are left out, as is usual: they bound the time, not the arithmetic.</remarks>
/// <param name="FirstLayer">Of the first convolution; nobody needs the gradient of its input.</param>
/// <param name="Forward">Of all layers.</param>
sealed record NetworkWork(long FirstLayer, long Forward)
{
    const string First = "conv1.weight";
    const double GigaflopsPerMultiplyAdd = 2e-9;

    /// <summary>Counts.</summary>
    /// <param name="network">With the parameter names of PyTorch's published ResNets: those of CIFAR, or torchvision's for photographs.</param>
    /// <param name="shape">Of its images.</param>
    public static NetworkWork Of(Network network, ImageShape shape)
    {
        var weights = network.named_parameters().Where(named => named.parameter.dim() > 1).ToArray();
        bool photographs = weights.Any(named => named.name.StartsWith("layer4.", StringComparison.Ordinal));
        return new(
            weights.Where(named => named.name == First).Sum(Work),
            weights.Sum(Work));

        long Work((string Name, Parameter Weight) named) => Of(named.Weight, shape, Halvings(named.Name, named.Weight, photographs));
    }

    /// <summary>Of an answer, in GFLOP.</summary>
    public double Evaluation => Forward * GigaflopsPerMultiplyAdd;

    /// <summary>Of a training step, in GFLOP: the answer, the gradient of every weight, and that of every layer's input but the first's.</summary>
    public double Training => (3 * Forward - FirstLayer) * GigaflopsPerMultiplyAdd;

    // Photographs are halved by the first convolution and by pooling, and then as small images are. In a bottleneck the second convolution halves: the first, of one pixel, still sees all.
    static int Halvings(string name, Parameter weight, bool photographs)
    {
        int layer = name.StartsWith("layer", StringComparison.Ordinal) ? name["layer".Length] - '0' : 0;
        if (!photographs) return Math.Max(layer - 1, 0);
        bool seesAll = layer > 1 && name.EndsWith(".0.conv1.weight", StringComparison.Ordinal) && weight.size(2) == 1;
        return layer == 0 ? 1 : seesAll ? layer : layer + 1;
    }

    static long Of(Parameter weight, ImageShape shape, int halvings)
    {
        if (weight.dim() == 2) return weight.numel();
        return weight.numel() * Halved(shape.Height, halvings) * Halved(shape.Width, halvings);
    }

    // A convolution of stride 2 keeps the odd pixel.
    static long Halved(int pixels, int times) => times == 0 ? pixels : Halved((pixels + 1) / 2, times - 1);
}
