using LongTail.Foundation;
using LongTail.Native;
using LongTail.Networks;
using LongTail.Store;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Runs;

/// <summary>Builds the network of a finished stage again.</summary>
static class StoredNetwork
{
    /// <summary>Makes ready to compute as the options say, and gives the device.</summary>
    /// <exception cref="PlatformException">The native library does not load, or there is no such device.</exception>
    public static Device Place(CheckpointOptions options)
    {
        Device place = Accelerator.Open(options.Device);
        if (options.Threads is { } threads) set_num_threads(threads);
        return place;
    }

    /// <summary>Refuses a network whose answers are no numbers.</summary>
    /// <param name="answers">Probabilities.</param>
    /// <param name="weights">The file of its weights.</param>
    /// <exception cref="ModelFileException">One is none.</exception>
    public static void RequireNumbers(IEnumerable<float> answers, string weights)
    {
        if (!answers.Any(float.IsNaN)) return;
        throw new ModelFileException($"{weights}: found a network whose answers are no numbers, expected probabilities. Its weights are too large, as after a training that diverged: train it again with a lower optimizer.learningRate.");
    }

    /// <summary>The network with its weights, on a device, in the caller's dispose scope.</summary>
    /// <param name="stored">The stage.</param>
    /// <param name="weights">Which of its two sets.</param>
    /// <param name="place">Where to compute.</param>
    /// <param name="precision">In which numbers; null for those it was trained with.</param>
    /// <exception cref="ModelFileException">The weights are damaged, or of another network.</exception>
    public static Network Load(StoredStage stored, StoredWeights weights, Device place, Precision? precision)
    {
        ModelCard card = stored.Card;
        NetworkSpec spec = card.Network with { Precision = precision ?? card.Network.Precision };
        Network network = MemoryFault.Guard($"{card.Network.Label} of {stored.Folder}", "End other programs.", () => spec.Build(card.Channels, card.ClassNames.Length, new(card.Seed)));
        try
        {
            ChannelsLast.Apply(network);
            network.to(place);
            using NamedTensors tensors = stored.ReadWeights(weights);
            NetworkWeights.Load(network, tensors.Tensors, stored.PathOf(weights));
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
