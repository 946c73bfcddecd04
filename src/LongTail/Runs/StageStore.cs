using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Results;
using LongTail.Stages;
using LongTail.Store;

namespace LongTail.Runs;

/// <summary>Where an output folder keeps its stages: finished ones sealed under their key, interrupted ones as checkpoints.</summary>
/// <param name="outputFolder">Of the run.</param>
sealed class StageStore(string outputFolder)
{
    public const string LastWeights = "last.safetensors", BestWeights = "best.safetensors", History = "history.jsonl", Model = "model.json";
    const string MadeByFile = "made-by.json", StageText = "stage.txt";

    public string FolderOf(Stage stage) => Path.Combine(outputFolder, "stages", NameOf(stage));

    public ProgressCheckpoints ProgressOf(Stage stage) => new(ProgressFolderOf(stage));

    public StageState StateOf(Stage stage) =>
        Directory.Exists(FolderOf(stage)) ? StageState.Trained
        : Directory.Exists(ProgressFolderOf(stage)) ? StageState.Interrupted
        : StageState.ToTrain;

    /// <summary>The finished result, verified; null when there is none.</summary>
    public StageResult? Find(Stage stage)
    {
        if (StateOf(stage) != StageState.Trained) return null;
        SealedFolder folder = SealedFolder.Open(FolderOf(stage));
        ModelCard card = ReadModel(folder);
        if (card.Key != stage.Key.Hex)
            throw new ModelFileException($"{folder.Path}: found the result of stage {card.Key}, expected {stage.Key.Hex}. Delete the folder, and it is trained anew.");
        return new()
        {
            Stage = stage,
            Folder = folder.Path,
            Reused = true,
            Counts = new(card.TrainingImages.AsSpan()),
            ClassNames = card.ClassNames,
            History = ReadHistory(folder),
        };
    }

    public StageResult Commit(Stage stage, ModelCard card, NamedTensors last, NamedTensors best, ImmutableArray<EpochRecord> history, MadeBy madeBy)
    {
        Dictionary<string, string> metadata = new() { ["network"] = stage.Network.Label, ["key"] = stage.Key.Hex };
        SealedFolder.Write(FolderOf(stage), folder =>
        {
            folder.Write(LastWeights, stream => SafetensorsWriter.Write(stream, last.Tensors, metadata));
            folder.Write(BestWeights, stream => SafetensorsWriter.Write(stream, best.Tensors, metadata));
            folder.Write(History, stream => StoredJson.WriteLines(stream, history));
            folder.Write(Model, stream => StoredJson.Write(stream, card));
            folder.Write(MadeByFile, stream => StoredJson.Write(stream, madeBy));
            folder.WriteText(StageText, CanonicalText.Of(stage) + "\n");
        });
        ProgressOf(stage).Clear();
        return Find(stage)! with { Reused = false };
    }

    /// <summary>Puts a finished stage's last weights into a network.</summary>
    public void LoadLast(Stage stage, Network network)
    {
        string path = Path.Combine(FolderOf(stage), LastWeights);
        using NamedTensors weights = SealedFolder.Open(FolderOf(stage)).Read(LastWeights, (stream, source) => SafetensorsReader.Read(stream, source));
        NetworkWeights.Load(network, weights.Tensors, path);
    }

    /// <summary>Clears away what killed runs left half-written. Call it while holding the output folder.</summary>
    public void RemoveLeftovers()
    {
        string stages = Path.Combine(outputFolder, "stages");
        if (Directory.Exists(stages)) SealedFolder.RemoveLeftovers(stages);
    }

    public static ModelCard ReadModel(SealedFolder folder) => folder.Read(Model, StoredJson.Read<ModelCard>);

    public static ImmutableArray<EpochRecord> ReadHistory(SealedFolder folder) => folder.Read(History, StoredJson.ReadLines<EpochRecord>);

    string ProgressFolderOf(Stage stage) => Path.Combine(outputFolder, "progress", NameOf(stage));

    static string NameOf(Stage stage) => $"{stage.Method}-{stage.Key.Short}";
}
