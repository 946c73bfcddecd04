using System.Collections.Immutable;
using LongTail.Augmentation;
using LongTail.Data;
using LongTail.Evaluation;
using LongTail.Foundation;
using LongTail.Native;
using LongTail.Networks;
using LongTail.Results;
using LongTail.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Runs;

/// <summary>Measures trained weights on the test set they belong to.</summary>
public static class CheckpointEvaluator
{
    /// <summary>Opens a finished stage, verifies it, and asks its network about every test image.</summary>
    /// <param name="folder">A stage's folder, with model.json and the weights.</param>
    /// <param name="dataFolder">Where the image files are; null for the embedded set.</param>
    /// <param name="options">How it is asked; null for the usual.</param>
    /// <param name="expected">The stages that it may be one of, such as those of a recipe, whatever their seed and the numbers they compute in; null for any.</param>
    /// <param name="watch">Who hears how far it is, and may stop it; null for nobody.</param>
    /// <exception cref="ModelFileException">The folder is no stage, is damaged, or holds another network than expected.</exception>
    /// <exception cref="DataException">The data is missing, damaged, or not what the network was trained on.</exception>
    /// <exception cref="PlatformException">The native library does not load, or there is no such device.</exception>
    /// <exception cref="OperationCanceledException">Stopped by the watch.</exception>
    public static EvaluatedCheckpoint Evaluate(string folder, string? dataFolder, CheckpointOptions? options = null, IReadOnlyList<Stage>? expected = null, MeasuringWatch? watch = null)
    {
        options ??= new();
        watch ??= new();
        StoredStage stored = StoredStage.Open(folder);
        ModelCard card = stored.Card;
        if (expected is not null) stored.RefuseOthers(expected);
        DataSplit data = Opened(card, dataFolder, watch).Only(card.Subset);
        Predictions predictions = Ask(stored, options, watch, data.Test, (network, batches) => Evaluator.Predict(network, card.ClassNames.Length, batches, options.Shifts?.Invoke(card)));
        StoredNetwork.RequireNumbers(predictions.Beliefs.Select(belief => belief.Confidence), stored.PathOf(options.Weights));
        return new(card, stored.EpochOf(options.Weights), predictions);
    }

    /// <summary>Asks a stored network about the test images of a set whose classes it does not know, and tells how sure it is of each (<see cref="OpenSetResult"/>).</summary>
    /// <param name="folder">As in <see cref="Evaluate"/>.</param>
    /// <param name="set">
    /// Name in <see cref="DataCatalog"/> of a set with images of the same size and none of the network's classes. For a network of pictures in files, <see cref="PictureSets.Folders"/> for
    /// folders of pictures, or the path of a list file below <paramref name="setFolder"/>, such as Places_LT_open.txt.
    /// </param>
    /// <param name="setFolder">Where that set's files are; null for an embedded set.</param>
    /// <param name="options">How it is asked; null for the usual.</param>
    /// <param name="watch">Who hears how far it is, and may stop it; null for nobody.</param>
    /// <returns>Largest probability for each image.</returns>
    /// <exception cref="RecipeException">There is no such set, its images are of another size, or it has a class that the network knows.</exception>
    /// <inheritdoc cref="Evaluate"/>
    public static ImmutableArray<float> ConfidenceOn(string folder, string set, string? setFolder, CheckpointOptions? options = null, MeasuringWatch? watch = null)
    {
        options ??= new();
        StoredStage stored = StoredStage.Open(folder);
        ModelCard card = stored.Card;
        ImageSet others = card.Data.Pictures is { } source ? PictureSets.OfOtherClasses(set, setFolder, source, new(watch?.Looked, watch?.Cancel ?? default)) : SmallImages(set, setFolder, card);
        RefuseShared(set, others.ClassNames, card.ClassNames, card);
        ImmutableArray<float> confidence = Ask(stored, options, watch ?? new(), others, (network, batches) => Evaluator.Confidence(network, batches, options.Shifts?.Invoke(card)));
        StoredNetwork.RequireNumbers(confidence, stored.PathOf(options.Weights));
        return confidence;
    }

    static DataSplit Opened(ModelCard card, string? folder, MeasuringWatch watch)
    {
        try
        {
            return DataCatalog.Open(card.Data, folder, watch.Looked, watch.Cancel);
        }
        catch (OtherDataException other)
        {
            throw new DataException($"{other.Message} {DifferenceOf(card, other.Found)}", other);
        }
    }

    // Of an expert the card has the classes of its group alone.
    static string DifferenceOf(ModelCard card, DataSplit found)
    {
        if (card.Subset is not null) return "";
        ImmutableArray<string> names = found.Train.ClassNames;
        string[] added = [.. names.Except(card.ClassNames)], gone = [.. card.ClassNames.Except(names)];
        if (added.Length + gone.Length > 0) return $"Of its classes, {Some(gone)} not there, and {Some(added)} there that it does not know.";
        int other = Enumerable.Range(0, Math.Min(names.Length, card.TrainingImages.Length)).FirstOrDefault(label => found.Counts[label] != card.TrainingImages[label], -1);
        return other >= 0 ? $"Of {names[other]}, {found.Counts[other]} training images are there, and it was trained on {card.TrainingImages[other]}."
            : "The classes are the same, with as many training images: other files are among them, or among the test images.";

        static string Some(string[] classes) => classes.Length switch
        {
            0 => "none is",
            1 => $"{SafeText.Of(classes[0])} is",
            _ => $"{SafeText.Of(string.Join(", ", classes.Take(3)), 200)}{(classes.Length > 3 ? $" and {classes.Length - 3} more" : "")} are",
        };
    }

    // Looked at before anything is read.
    static ImageSet SmallImages(string set, string? folder, ModelCard card)
    {
        KnownSet other = DataCatalog.Find(set), own = DataCatalog.Find(card.Data.Set);
        if (other.Shape != own.Shape)
            throw new RecipeException($"Found images of {SizeOf(other)} in {set} for a network of images of {SizeOf(own)}, expected a set with images of that size.");
        RefuseShared(set, other.ClassNames, own.ClassNames, card);
        return other.Read(folder).Test;
    }

    static void RefuseShared(string set, ImmutableArray<string> classes, ImmutableArray<string> known, ModelCard card)
    {
        if (classes.FirstOrDefault(known.Contains) is { } shared)
            throw new RecipeException($"Found the class {shared} of {set} among those of {card.Data.Set}, expected a set of other classes.");
    }

    static T Ask<T>(StoredStage stored, CheckpointOptions options, MeasuringWatch watch, ImageSet images, Func<Network, IEnumerable<Batch>, T> question) => MemoryFault.Guard(
        $"{stored.Card.Network.Label}, batches of {SharedMaterial.EvaluationBatch(StoredNetwork.Place(options), images.Shape)} images of {images.Shape.Height} x {images.Shape.Width}", "Compute in bf16 (--precision bf16), or end other programs.", () => Answer(stored, options, watch, images, question));

    static T Answer<T>(StoredStage stored, CheckpointOptions options, MeasuringWatch watch, ImageSet images, Func<Network, IEnumerable<Batch>, T> question)
    {
        ModelCard card = stored.Card;
        Device place = StoredNetwork.Place(options);
        using DisposeScope scope = NewDisposeScope();
        using Network network = StoredNetwork.Load(stored, options.Weights, place, options.Precision);
        IEnumerable<Batch> batches = new ImageBatches(place, Environment.ProcessorCount).InOrder(images, SharedMaterial.EvaluationBatch(place, images.Shape));
        return question(network, watch.Over(batches.Select(Augmentations.Normalize(card.Normalization, place)), images.Count));
    }

    static string SizeOf(KnownSet set) => $"{set.Shape.Height} x {set.Shape.Width} x {set.Shape.Channels}";
}

/// <summary>What a stored network said about its test set.</summary>
/// <param name="Card">The network.</param>
/// <param name="Epoch">0-based epoch the weights are from.</param>
/// <param name="Predictions">Its answers.</param>
public sealed record EvaluatedCheckpoint(ModelCard Card, int Epoch, Predictions Predictions);
