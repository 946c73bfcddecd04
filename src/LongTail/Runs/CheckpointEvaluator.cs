using LongTail.Augmentation;
using LongTail.Data;
using LongTail.Evaluation;
using LongTail.Foundation;
using LongTail.Native;
using LongTail.Networks;
using LongTail.Results;
using LongTail.Store;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Runs;

/// <summary>Measures trained weights on the test set they belong to.</summary>
public static class CheckpointEvaluator
{
    /// <summary>Opens a finished stage, verifies it, and asks its network about every test image.</summary>
    /// <param name="folder">A stage's folder, with model.json and the weights.</param>
    /// <param name="dataFolder">Where the image files are; null for the embedded set.</param>
    /// <param name="weights">Last or best.</param>
    /// <param name="expected">The network the caller expects; null to take whatever the folder says.</param>
    /// <param name="device">Where to compute; null for <see cref="ComputeDevice.Auto"/>.</param>
    /// <param name="precision">In which numbers to compute; null for those the network was trained with.</param>
    /// <param name="shifts">What to add to the logits, [C], given the training images per class; null for nothing.</param>
    /// <exception cref="ModelFileException">The folder is no stage, is damaged, or holds another architecture than expected.</exception>
    /// <exception cref="DataException">The data is missing, damaged, or not what the network was trained on.</exception>
    /// <exception cref="PlatformException">The native library does not load, or there is no such device.</exception>
    public static EvaluatedCheckpoint Evaluate(string folder, string? dataFolder, StoredWeights weights = StoredWeights.Last, NetworkSpec? expected = null, ComputeDevice? device = null, Precision? precision = null, Func<ClassCounts, IReadOnlyList<double>>? shifts = null)
    {
        StoredStage stored = StoredStage.Open(folder);
        ModelCard card = stored.Card;
        if (expected is not null && expected with { Precision = card.Network.Precision } != card.Network)
            throw new ModelFileException($"{folder}: found weights of {card.Network.Label}, expected {expected.Label}. Choose another checkpoint, or change network in the recipe.");
        DataSplit data = DataCatalog.Open(card.Data, dataFolder).Only(card.Subset);
        Device place = Accelerator.Open(device ?? ComputeDevice.Auto);

        using DisposeScope scope = NewDisposeScope();
        NetworkSpec spec = card.Network with { Precision = precision ?? card.Network.Precision };
        using Network network = spec.Build(card.Channels, card.ClassNames.Length, new(card.Seed));
        ChannelsLast.Apply(network);
        network.to(place);
        using (NamedTensors tensors = stored.ReadWeights(weights))
            NetworkWeights.Load(network, tensors.Tensors, stored.PathOf(weights));

        Func<Batch, Batch> normalize = Augmentations.Normalize(card.Normalization, place);
        int epoch = weights == StoredWeights.Last ? Math.Max(0, card.Epochs - 1) : StageResult.BestOf(stored.ReadHistory()).Epoch;
        return new(card, epoch, Evaluator.Predict(network, card.ClassNames.Length, new PlainBatches(data.Test, 256, place).Select(normalize), shifts?.Invoke(new(card.TrainingImages.AsSpan()))));
    }
}

/// <summary>Which of a stage's two sets of weights.</summary>
public enum StoredWeights
{
    /// <summary>After the last epoch: the ones to report and to use.</summary>
    Last,

    /// <summary>After the epoch that did best on the test set.</summary>
    Best,
}

/// <summary>What a stored network said about its test set.</summary>
/// <param name="Card">The network.</param>
/// <param name="Epoch">0-based epoch the weights are from.</param>
/// <param name="Predictions">Its answers.</param>
public sealed record EvaluatedCheckpoint(ModelCard Card, int Epoch, Predictions Predictions);
