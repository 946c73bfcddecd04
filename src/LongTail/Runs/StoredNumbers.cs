using System.Collections.Immutable;
using LongTail.Native;
using LongTail.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Runs;

/// <summary>Some numbers in managed memory, as a tensor has them.</summary>
/// <param name="Shape">Its sides.</param>
/// <param name="Numbers">Row by row.</param>
sealed record NumberArray(ImmutableArray<long> Shape, float[] Numbers);

/// <summary>Weights of finished stages in managed memory, for those who do without tensors.</summary>
static class StoredNumbers
{
    /// <summary>Parameters and buffers by their names in checkpoints, after they were found to be those of the stage's network.</summary>
    /// <exception cref="Foundation.ModelFileException">They are damaged, or of another network.</exception>
    /// <exception cref="Foundation.PlatformException">The native library does not load.</exception>
    public static IReadOnlyDictionary<string, NumberArray> Read(StoredStage stored, StoredWeights weights)
    {
        TorchRuntime.EnsureLoaded();
        using DisposeScope scope = NewDisposeScope();
        using Network network = StoredNetwork.Load(stored, weights, CPU, Precision.Float32);
        return Of(network);
    }

    /// <summary>The same of a network in memory; what is not of single precision, such as the steps that batch normalisation counts, is left out.</summary>
    public static IReadOnlyDictionary<string, NumberArray> Of(Network network)
    {
        using DisposeScope scope = NewDisposeScope();
        return network.state_dict().Where(pair => pair.Value.dtype == ScalarType.Float32)
            .ToDictionary(pair => pair.Key, pair => new NumberArray([.. pair.Value.shape], pair.Value.detach().contiguous().data<float>().ToArray()), StringComparer.Ordinal);
    }
}
