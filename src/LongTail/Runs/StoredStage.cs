using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Imaging;
using LongTail.Native;
using LongTail.Networks;
using LongTail.Results;
using LongTail.Stages;
using LongTail.Store;
using TorchSharp;

namespace LongTail.Runs;

/// <summary>A finished stage on disk: every file was compared with its manifest when the stage was opened.</summary>
public sealed class StoredStage
{
    internal const string LastWeights = "last.safetensors", BestWeights = "best.safetensors", History = "history.jsonl";
    internal const string Model = "model.json", Provenance = "made-by.json", Text = "stage.txt";

    readonly SealedFolder _files;

    StoredStage(SealedFolder files)
    {
        _files = files;
        string model = Path.Combine(files.Path, Model);
        try
        {
            Card = files.Read(Model, StoredJson.Read<ModelCard>);
        }
        catch (RecipeException unfit)
        {
            throw new ModelFileException($"{model}: {unfit.Message}", unfit);
        }
        if (Card.ClassNames.IsDefaultOrEmpty || Card.ClassNames.Any(name => name is null) || Card.TrainingImages.IsDefault || Card.TrainingImages.Length != Card.ClassNames.Length
            || Card.TrainingImages.Any(images => images < 0) || Card.Channels < 1 || Card.Epochs < 0)
            throw new ModelFileException($"{model}: found a description that contradicts itself, expected one name and one number of training images for each class. Delete the folder, and it is trained anew.");
        if (FaultIn(Card) is { } fault) throw new ModelFileException($"{model}: found {fault}. Delete the folder, and it is trained anew.");
    }

    // What no training writes, and what would end later as something else, such as an index outside of an array.
    static string? FaultIn(ModelCard card) => card switch
    {
        { Normalization: var (mean, deviation) } when mean.Length != card.Channels || deviation.Length != card.Channels || !mean.All(double.IsFinite) || !deviation.All(value => value > 0 && double.IsFinite(value)) =>
            $"a normalisation that does not fit {card.Channels} channel(s), expected one mean and one positive deviation for each",
        { Data.Pictures: { } pictures } when pictures.ShorterSide < pictures.Size => $"pictures brought to {pictures.ShorterSide} pixels, of which a square of {pictures.Size} is cut, expected no fewer",
        _ when card.ClassNames.Distinct().Count() < card.ClassNames.Length => "two classes of one name, expected each once",
        _ => null,
    };

    /// <summary>Where it is.</summary>
    public string Folder => _files.Path;

    /// <summary>What one needs to know to use its weights.</summary>
    public ModelCard Card { get; }

    /// <summary>Opens a stage's folder.</summary>
    /// <param name="folder">Such as runs/stages/bkd-2bac3269bac7.</param>
    /// <exception cref="ModelFileException">It is no finished stage, something is missing or damaged, or it was made by a newer version.</exception>
    public static StoredStage Open(string folder)
    {
        if (File.Exists(folder)) RefuseFile(folder);
        if (Directory.Exists(folder)) RequireReadable(folder);
        if (!File.Exists(Path.Combine(folder, Model)))
            throw new ModelFileException($"{folder}: found no trained network, expected the folder of a finished stage{Examples(folder)}.");
        return new(SealedFolder.Open(folder));
    }

    // Without permission, nothing seems to be in it.
    static void RequireReadable(string folder)
    {
        try
        {
            using IEnumerator<string> entries = Directory.EnumerateFileSystemEntries(folder).GetEnumerator();
            _ = entries.MoveNext();
        }
        catch (Exception fault) when (ModelFileFault.IsReadFailure(fault))
        {
            throw ModelFileFault.Unreadable(folder, fault);
        }
    }

    // A file is never a stage; a foreign one is refused as what it is, a safetensors file as a part without its whole.
    static void RefuseFile(string path)
    {
        _ = ModelFile.Open(path, stream =>
        {
            if (path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase)) throw new ModelFileException($"{path}: found an ONNX file, expected the folder of a finished stage, which it was exported from. ONNX Runtime asks ONNX files.");
            if (IsPicture(stream)) throw new ModelFileException($"{path}: found a picture, expected the folder of a finished stage. Name the network first, and pictures behind it.");
            return SafetensorsHeader.Read(stream, path);
        });
        throw new ModelFileException($"{path}: found weights without their description, expected the folder of a finished stage: the one that {Path.GetFileName(path)} was written into.");
    }

    static bool IsPicture(FileStream file)
    {
        const int signature = 512;
        Span<byte> first = stackalloc byte[(int)Math.Min(signature, file.Length)];
        file.ReadExactly(first);
        file.Position = 0;
        try
        {
            _ = FileSignature.Identify(first, file.Length);
            return true;
        }
        catch (PictureException other)
        {
            return other.Fault == PictureFault.Unsupported;
        }
    }

    static string Examples(string folder)
    {
        string stages = Path.Combine(folder, StageStore.StagesFolder);
        string[] names = Directory.Exists(stages) ? [.. Directory.GetDirectories(stages).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.')).Order().Take(5)] : [];
        return names.Length == 0 ? $", with {Model} and weights in it" : $", such as {string.Join(" or ", names.Select(name => Path.Combine(stages, name)))}";
    }

    /// <summary>All epochs, first to last.</summary>
    /// <exception cref="ModelFileException">It is not what this version writes.</exception>
    public ImmutableArray<EpochRecord> ReadHistory()
    {
        ImmutableArray<EpochRecord> history = _files.Read(History, StoredJson.ReadLines<EpochRecord>);
        if (history.LastOrDefault()?.Evaluation is null)
            throw new ModelFileException($"{Path.Combine(Folder, History)}: found no evaluation of a last epoch, expected one. Delete the folder, and it is trained anew.");
        return history;
    }

    /// <summary>Where and with what it was trained.</summary>
    /// <exception cref="ModelFileException">It is not what this version writes.</exception>
    public MadeBy ReadMadeBy() => _files.Read(Provenance, StoredJson.Read<MadeBy>);

    /// <summary>The canonical text that the stage's key is the hash of: every setting that can change the weights.</summary>
    /// <exception cref="ModelFileException">It is gone, or cannot be read.</exception>
    public string ReadText() => _files.Read(Text, (stream, _) =>
    {
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().TrimEnd('\n');
    });

    /// <summary>0-based epoch that weights are from.</summary>
    internal int EpochOf(StoredWeights weights) => weights == StoredWeights.Last ? Math.Max(0, Card.Epochs - 1) : EpochSelection.Kept(ReadHistory()).Epoch;

    /// <summary>Refuses what is none of some stages, and says what tells it from the one that is most like it.</summary>
    /// <param name="expected">At least one. The seed, the numbers they compute in and what opening the data adds are not looked at.</param>
    /// <exception cref="ModelFileException">It is another one.</exception>
    internal void RefuseOthers(IReadOnlyList<Stage> expected)
    {
        const int shown = 5;
        string text = ReadText();
        (Stage nearest, ImmutableArray<string> differences) = expected.Select(stage => (stage, StageDifferences.Between(text, CanonicalText.Of(stage))))
            .OrderBy(pair => pair.Item2.IsEmpty ? 0 : pair.stage.Method == Card.Method ? 1 : 2).ThenBy(pair => pair.Item2.Length).First();
        if (differences.IsEmpty) return;
        throw new ModelFileException($"{Folder}: found a network of {Card.Method} that is not the expected one ({string.Join(", ", expected.Select(stage => stage.Method).Distinct())}). Beside {nearest.Method}, "
            + $"{string.Join("; ", differences.Take(shown))}{(differences.Length > shown ? $"; and {differences.Length - shown} more" : "")}. Choose another network, or the recipe it was trained with, with the changes it was trained with.");
    }

    /// <summary>The weights; the caller disposes of them.</summary>
    /// <exception cref="ModelFileException">They are no safetensors.</exception>
    public NamedTensors ReadWeights(StoredWeights weights) => _files.Read(NameOf(weights), (stream, source) => SafetensorsReader.Read(stream, source));

    /// <summary>Parameters and buffers in managed memory by name, after they were found to be those of the stage's network; for those who do without tensors.</summary>
    /// <exception cref="ModelFileException">They are no safetensors, or of another network.</exception>
    /// <exception cref="PlatformException">The native library does not load.</exception>
    public ImmutableSortedDictionary<string, NumberArray> ReadNumbers(StoredWeights weights)
    {
        TorchRuntime.EnsureLoaded();
        using DisposeScope scope = torch.NewDisposeScope();
        using Network network = StoredNetwork.Load(this, weights, torch.CPU, Precision.Float32);
        return NumberArray.AllOf(network);
    }

    /// <summary>Where the weights are, for messages.</summary>
    internal string PathOf(StoredWeights weights) => Path.Combine(Folder, NameOf(weights));

    static string NameOf(StoredWeights weights) => weights == StoredWeights.Last ? LastWeights : BestWeights;
}
