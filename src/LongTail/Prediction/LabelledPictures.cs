using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Evaluation;
using LongTail.Foundation;
using LongTail.Pictures;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Prediction;

/// <summary>Measures a trained network on pictures that were labelled since: those of a folder with a folder per class, or those of a list.</summary>
public static class LabelledPictures
{
    const int BatchSize = 256;   // as measuring on the network's own test set has it
    const int Named = 10;

    /// <summary>Opens a finished stage, verifies it, and asks its network about every picture.</summary>
    /// <param name="folder">A stage's folder, with model.json and the weights.</param>
    /// <param name="pictures">
    /// A folder with pictures in folders of their classes' names, at any depth, "-" for what no folder's name may have; a class may be without pictures. Where it has a training and a test part, as in
    /// <see cref="PictureSets.Folders"/>, the test part is measured. Or a file that lists pictures below its own folder: a table (.csv, .tsv), annotations (.json) or lines of path and label, with the classes
    /// by name, or by number as the network has them.
    /// </param>
    /// <param name="options">How it is asked; null for the usual.</param>
    /// <param name="expected">The stages that it may be one of, as for <see cref="CheckpointEvaluator.Evaluate"/>; null for any.</param>
    /// <param name="watch">Who hears how far it is, and may stop it; null for nobody.</param>
    /// <exception cref="ModelFileException">The folder is no stage, is damaged, or holds another network than expected.</exception>
    /// <exception cref="DataException">There are no such pictures, some are of a class that the network does not know, or none can be drawn.</exception>
    /// <exception cref="PlatformException">The native library does not load, or there is no such device.</exception>
    /// <exception cref="OperationCanceledException">Stopped by the watch.</exception>
    public static MeasuredPictures Measure(string folder, string pictures, CheckpointOptions? options = null, IReadOnlyList<Stage>? expected = null, MeasuringWatch? watch = null)
    {
        options ??= new();
        watch ??= new();
        StoredStage stored = StoredStage.Open(folder);
        if (expected is not null) stored.RefuseOthers(expected);
        string? list = File.Exists(pictures) ? pictures : null;
        string root = list is null ? pictures : Path.GetDirectoryName(list) is { Length: > 0 } around ? around : ".";
        PictureListing listing = list is null ? ClassFolders.Read(Path.GetFullPath(pictures)) : Listed(list, root);
        PictureList measured = listing.Test ?? listing.Train;
        if (measured.Count == 0) throw new DataException($"Found no pictures to measure on in {pictures}, expected {(list is null ? "a folder per class with pictures" : "some to be listed")}.");
        ImmutableArray<int> labels = listing.ClassNames is { } names ? LabelsByName(measured, names, stored.Card, pictures, list is not null) : LabelsByNumber(measured, stored.Card, pictures);
        List<LeftOut> damaged = [];
        using Classifier classifier = Classifier.Open(stored, options, BatchSize);
        Predictions predictions = Evaluator.Predict(
            classifier.Network, stored.Card.ClassNames.Length,
            watch.Over(classifier.Batches([.. measured.Paths.Select(path => Path.Combine(root, path))], labels, (path, reason) => damaged.Add(new(path, "damaged", reason))), measured.Count),
            options.Shifts?.Invoke(stored.Card));
        if (predictions.Labels.IsEmpty) throw new DataException($"Found {damaged.Count} pictures in {pictures}, none of which can be drawn, expected some that can. The first is {damaged[0].Path}: {damaged[0].Reason}");
        StoredNetwork.RequireNumbers(predictions.Beliefs.Select(belief => belief.Confidence), stored.PathOf(options.Weights));
        return new(new(stored.Card, stored.EpochOf(options.Weights), predictions), [.. damaged], listing.LeftOut)
        {
            ForTraining = listing.Test is null ? 0 : listing.Train.Count,
            ForChoosing = listing.Validation?.Count ?? 0,
        };
    }

    // Its paths begin in the folder it lies in.
    static PictureListing Listed(string file, string root)
    {
        ImmutableArray<LeftOut> leftOut = [];
        (PictureList list, ListedClasses classes) = Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".csv" or ".tsv" => CsvList.Read(file, null),
            ".json" => Annotated(),
            _ => (ListFile.Read(file, null), ListedClasses.Numbers),
        };
        if (classes is { Names: null, Ids: not null })
            throw new DataException($"Found categories without names in {file}, expected the names of the network's classes: an id says something in one file only. Name the categories.");
        return new(PathDialect.Fit(list, root, file, _ => null), null, classes.Names) { LeftOut = leftOut };

        (PictureList, ListedClasses) Annotated()
        {
            (PictureList annotated, ListedClasses own, leftOut) = AnnotationFile.Read(file, null);
            return (annotated, own);
        }
    }

    static ImmutableArray<int> LabelsByNumber(PictureList pictures, ModelCard card, string file) =>
        pictures.Labels.Index().FirstOrDefault(item => item.Item >= card.ClassNames.Length) is { Item: > 0 } beyond
            ? throw new DataException($"Found the label {beyond.Item} of {pictures.Paths[beyond.Index]} in {file}, expected 0 to {card.ClassNames.Length - 1}, which are the network's classes {Some([.. card.ClassNames])}. Correct the list, or name the classes in a table.")
            : pictures.Labels;

    static ImmutableArray<int> LabelsByName(PictureList pictures, ImmutableArray<string> names, ModelCard card, string source, bool isList)
    {
        Dictionary<string, int> known = card.ClassNames.Index().ToDictionary(item => item.Item, item => item.Index, StringComparer.Ordinal);
        foreach (IGrouping<string, int> alike in card.ClassNames.Index().GroupBy(item => FolderNameOf(item.Item), item => item.Index))
            if (alike.Count() == 1) known.TryAdd(alike.Key, alike.Single());
        string[] unknown = [.. pictures.Labels.Distinct().Select(label => names[label]).Where(name => !known.ContainsKey(name)).Order(StringComparer.Ordinal)];
        if (unknown.Length > 0)
            throw new DataException($"Found pictures of {Some(unknown)} in {source}, which the network does not know, expected {(isList ? "its classes" : "folders named as its classes")}: {Some([.. Shown()])}.{NearestName.Hint(unknown[0], Shown())} {(isList ? "Correct the names, or take the pictures out of the list" : "Rename the folders, or take them out")}.");
        return [.. pictures.Labels.Select(label => known[names[label]])];

        IEnumerable<string> Shown() => isList ? card.ClassNames : card.ClassNames.Select(FolderNameOf);
    }

    // A name such as t-shirt/top can be no folder's on one system or another.
    static string FolderNameOf(string className) => string.Concat(className.Select(letter => "/\\:*?\"<>|".Contains(letter, StringComparison.Ordinal) ? '-' : letter));

    static string Some(string[] names) => $"{string.Join(", ", names.Take(Named))}{(names.Length > Named ? $" and {names.Length - Named} more" : "")}";
}

/// <summary>What a trained network said about pictures that were labelled since.</summary>
/// <param name="Checkpoint">The network and its answers.</param>
/// <param name="Damaged">Pictures that cannot be drawn and so were not measured.</param>
/// <param name="LeftOut">What else lay in the folder and was not taken; nothing of a list.</param>
public sealed record MeasuredPictures(EvaluatedCheckpoint Checkpoint, ImmutableArray<LeftOut> Damaged, ImmutableArray<LeftOut> LeftOut)
{
    /// <summary>Pictures of the folder's training part, which were not measured; 0 where it has no such part.</summary>
    public int ForTraining { get; init; }

    /// <summary>Pictures of the folder's validation part, which were not measured; 0 where it has no such part.</summary>
    public int ForChoosing { get; init; }
}
