using LongTail.Foundation;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>Draws fresh weights. Each parameter's numbers depend on the seed and its name alone, not on the order of drawing.</summary>
static class Initialization
{
    /// <summary>Normal with variance 2 / fan-in (He et al. 2015).</summary>
    public static void KaimingNormal(Tensor weight, Seed seed, string name)
    {
        long fanIn = weight.numel() / weight.size(0);
        Normal(weight, Math.Sqrt(2.0 / fanIn), seed, name);
    }

    /// <summary>Normal with variance 2 / fan-out, the outputs of a convolution times the places of its kernel (torchvision's ResNets, "fan_out").</summary>
    public static void KaimingNormalOut(Tensor weight, Seed seed, string name)
    {
        long fanOut = weight.numel() / weight.size(1);
        Normal(weight, Math.Sqrt(2.0 / fanOut), seed, name);
    }

    /// <summary>A linear layer as PyTorch draws it by default: weight and bias uniform in -1 / sqrt(inputs) .. 1 / sqrt(inputs).</summary>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="bias">[outputs].</param>
    /// <param name="seed">Of the weights.</param>
    /// <param name="name">Of the layer.</param>
    public static void PyTorchLinear(Tensor weight, Tensor bias, Seed seed, string name)
    {
        PyTorchUniform(weight, weight.size(1), seed, name + ".weight");
        PyTorchUniform(bias, weight.size(1), seed, name + ".bias");
    }

    /// <summary>One parameter of such a layer.</summary>
    public static void PyTorchUniform(Tensor parameter, long inputs, Seed seed, string name) => Uniform(parameter, 1 / Math.Sqrt(inputs), seed, name);

    /// <summary>Uniform in -bound .. bound.</summary>
    public static void Uniform(Tensor weight, double bound, Seed seed, string name) =>
        Fill(weight, seed, name, (random, i) => bound * (2 * random.Uniform(i) - 1));

    /// <summary>Normal with the given standard deviation.</summary>
    public static void Normal(Tensor weight, double deviation, Seed seed, string name) =>
        Fill(weight, seed, name, (random, i) => deviation * random.Normal(i));

    /// <summary>Ones on the diagonal of a square matrix, zeros elsewhere.</summary>
    public static void Identity(Tensor weight) => Set(weight, () => eye(weight.size(0)));

    /// <summary>Zeros.</summary>
    public static void Zero(Tensor weight) => Set(weight, () => zeros(weight.shape));

    static void Fill(Tensor weight, Seed seed, string name, Func<CounterRandom, ulong, double> draw)
    {
        CounterRandom random = seed.For("weights/" + name);
        float[] values = new float[weight.numel()];
        for (int i = 0; i < values.Length; i++) values[i] = (float)draw(random, (ulong)i);
        Set(weight, () => tensor(values).reshape(weight.shape));
    }

    static void Set(Tensor weight, Func<Tensor> values)
    {
        using IDisposable noGradient = no_grad();
        using var scope = NewDisposeScope();
        weight.copy_(values());
    }
}
