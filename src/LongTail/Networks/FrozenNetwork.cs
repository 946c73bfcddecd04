using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>A trained network that only answers: evaluation mode, no gradients, one tensor out per call.</summary>
public sealed class FrozenNetwork
{
    readonly Network _network;

    /// <summary>Takes over a trained network and puts it into evaluation mode.</summary>
    public FrozenNetwork(Network network)
    {
        network.eval();
        _network = network;
    }

    /// <summary>Logits, [B, C], in the caller's dispose scope; nothing else the network made survives the call.</summary>
    /// <param name="images">[B, K, H, W] floats.</param>
    public Tensor Logits(Tensor images) => Answer(_network.forward, images);

    /// <summary>Features, [B, D], in the caller's dispose scope.</summary>
    /// <param name="images">[B, K, H, W] floats.</param>
    public Tensor Features(Tensor images) => Answer(_network.Features, images);

    /// <summary>A trained parameter, to be copied and not changed.</summary>
    /// <param name="name">As in checkpoints, such as "linear.weight".</param>
    /// <exception cref="ArgumentException">It has none of this name.</exception>
    public Tensor Parameter(string name) => _network.get_parameter(name)
        ?? throw new ArgumentException($"Found no parameter {name} in {_network.GetName()}, expected one of {string.Join(", ", _network.named_parameters().Select(parameter => parameter.name))}.", nameof(name));

    /// <summary>Whether it has a parameter of this name.</summary>
    internal bool Has(string parameter) => _network.get_parameter(parameter) is not null;

    static Tensor Answer(Func<Tensor, Tensor> question, Tensor images)
    {
        using IDisposable noGradient = no_grad();
        using var scope = NewDisposeScope();
        return question(images).MoveToOuterDisposeScope();
    }
}
