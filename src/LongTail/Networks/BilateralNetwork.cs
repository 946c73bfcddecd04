using System.Collections.Immutable;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>What networks with a doubled last block have in common, whatever their blocks are: how the two give features.</summary>
abstract class BilateralNetwork(string name) : Network(name), IBilateral
{
    public sealed override Tensor Features(Tensor images)
    {
        Tensor shared = Shared(images);
        return cat([Pooled(Conventional, shared), Pooled(Rebalancing, shared)], 1);
    }

    public Tensor ConventionalFeatures(Tensor images) => Pooled(Conventional, Shared(images));

    public Tensor RebalancingFeatures(Tensor images) => Pooled(Rebalancing, Shared(images));

    // BBN doubles what was the last block, and both begin with its weights.
    internal sealed override ImmutableArray<string> PlacesOf(string plainName) => plainName.StartsWith(PlainLastBlock, StringComparison.Ordinal)
        ? [.. LastBlockPrefixes.Select(prefix => prefix + plainName[PlainLastBlock.Length..])] : [plainName];

    /// <summary>With what the names of the block begin, in the plain network, that is here twice.</summary>
    private protected abstract string PlainLastBlock { get; }

    /// <summary>Images to the maps that both branches begin with.</summary>
    private protected abstract Tensor Shared(Tensor images);

    // Properties, since what is a field here would be registered a second time.
    private protected abstract nn.Module<Tensor, Tensor> Conventional { get; }

    private protected abstract nn.Module<Tensor, Tensor> Rebalancing { get; }

    static Tensor Pooled(nn.Module<Tensor, Tensor> branch, Tensor shared) => MixedPrecision.Leave(branch.forward(shared)).mean([2, 3]);
}
