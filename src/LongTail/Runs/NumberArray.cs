using System.Collections.Immutable;
using LongTail.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Runs;

/// <summary>Numbers of a trained network in managed memory, as a tensor has them.</summary>
/// <param name="Shape">Its sides.</param>
/// <param name="Numbers">Row by row.</param>
public sealed record NumberArray(ImmutableArray<long> Shape, ImmutableArray<float> Numbers)
{
    /// <summary>Parameters and buffers of a network by their names in checkpoints; what is not of single precision, such as the steps that batch normalisation counts, is left out.</summary>
    internal static ImmutableSortedDictionary<string, NumberArray> AllOf(Network network)
    {
        using DisposeScope scope = NewDisposeScope();
        return network.state_dict().Where(pair => pair.Value.dtype == ScalarType.Float32)
            .ToImmutableSortedDictionary(pair => pair.Key, pair => new NumberArray([.. pair.Value.shape], [.. pair.Value.detach().contiguous().data<float>()]), StringComparer.Ordinal);
    }
}
