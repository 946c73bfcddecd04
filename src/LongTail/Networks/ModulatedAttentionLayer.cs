using LongTail.Foundation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>Adds to each map what other places say about each place, weighed by where it matters. Does nothing until it has learnt.</summary>
/// <remarks>
/// Liu et al. 2019: x + s * mask, mask = a 1 x 1 convolution of softmax(theta(x)^T phi(x)) g(x), s = softmax over the places of a linear layer of x.
/// Field names are those of the published code, and so are the first weights: the last convolution is zero.
/// </remarks>
sealed class ModulatedAttentionLayer : nn.Module<Tensor, Tensor>
{
    readonly Conv2d g;
    readonly Conv2d theta;
    readonly Conv2d phi;
    readonly Conv2d conv_mask;
    readonly Linear fc_spatial;

    public ModulatedAttentionLayer(int channels, int rows, int columns, Seed seed, string name) : base(nameof(ModulatedAttentionLayer))
    {
        int places = rows * columns;
        g = Project(channels, seed, name + ".g");
        theta = Project(channels, seed, name + ".theta");
        phi = Project(channels, seed, name + ".phi");
        conv_mask = nn.Conv2d(channels / 2, channels, 1, bias: false);
        Initialization.Zero(conv_mask.weight!);
        fc_spatial = nn.Linear(channels * places, places);
        Initialization.PyTorchLinear(fc_spatial.weight!, fc_spatial.bias!, seed, name + ".fc_spatial");
        RegisterComponents();
    }

    /// <param name="input">[B, K, rows, columns], 32-bit.</param>
    /// <returns>The same shape.</returns>
    public override Tensor forward(Tensor input)
    {
        Tensor affinity = Places(theta, input).transpose(1, 2).bmm(Places(phi, input)).softmax(2);                 // [B, places, places]
        Tensor gathered = Places(g, input).bmm(affinity.transpose(1, 2));                                          // [B, K / 2, places]
        Tensor mask = MixedPrecision.Convolve(conv_mask, gathered.reshape(input.size(0), -1, input.size(2), input.size(3)));           // [B, K, rows, columns]
        Tensor where = fc_spatial.forward(input.flatten(1)).softmax(1).reshape(input.size(0), 1, input.size(2), input.size(3));
        return input + where * mask;
    }

    static Tensor Places(Conv2d projection, Tensor input) => MixedPrecision.Convolve(projection, input).flatten(2);                    // [B, K / 2, places]

    static Conv2d Project(int channels, Seed seed, string name)
    {
        Conv2d projection = nn.Conv2d(channels, channels / 2, 1);
        Initialization.KaimingNormal(projection.weight!, seed, name + ".weight");
        Initialization.Zero(projection.bias!);
        return projection;
    }
}
