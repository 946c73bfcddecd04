using System.Collections.Immutable;
using System.Globalization;
using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Results;
using LongTail.Stages;
using LongTail.Store;
using static TorchSharp.torch;

namespace LongTail.Runs;

/// <summary>Where an output folder keeps its stages: finished ones sealed under their key, interrupted ones as checkpoints.</summary>
/// <param name="outputFolder">Of the run.</param>
sealed class StageStore(string outputFolder)
{
    public const string StagesFolder = "stages";
    const string ProgressFolder = "progress", BranchFolder = "branches";

    public string FolderOf(Stage stage) => Path.Combine(outputFolder, StagesFolder, NameOf(stage));

    public ProgressCheckpoints ProgressOf(Stage stage) => new(ProgressFolderOf(stage));

    /// <summary>Where a stage leaves its state for others to continue.</summary>
    public ProgressCheckpoints BranchOf(Continuation continued) => new(BranchFolderOf(continued));

    /// <summary>Whether it has left it.</summary>
    public bool HasBranch(Continuation continued) => Directory.Exists(BranchFolderOf(continued));

    /// <summary>Epochs finished of an interrupted stage; 0 when no checkpoint is intact.</summary>
    public int EpochOf(Stage stage) =>
        ProgressOf(stage).OpenNewest(out _) is { } folder ? StageProgress.EpochIn(folder) : 0;

    public StageState StateOf(Stage stage) =>
        Directory.Exists(FolderOf(stage)) ? StageState.Trained
        : Directory.Exists(ProgressFolderOf(stage)) ? StageState.Interrupted
        : StageState.ToTrain;

    /// <summary>The finished result, verified; null when there is none.</summary>
    public StageResult? Find(Stage stage)
    {
        if (StateOf(stage) != StageState.Trained) return null;
        StoredStage stored = StoredStage.Open(FolderOf(stage));
        ModelCard card = stored.Card;
        if (card.Key != stage.Key.Hex)
            throw new ModelFileException($"{stored.Folder}: found the result of stage {card.Key}, expected {stage.Key.Hex}. Delete the folder, and it is trained anew.");
        return ResultOf(stage, stored);
    }

    /// <summary>What a stored stage came to.</summary>
    public static StageResult ResultOf(Stage stage, StoredStage stored) => new()
    {
        Stage = stage,
        Folder = stored.Folder,
        Reused = true,
        Counts = new(stored.Card.TrainingImages.AsSpan()),
        ClassNames = stored.Card.ClassNames,
        History = stored.ReadHistory(),
        MadeBy = stored.ReadMadeBy(),
    };

    public StageResult Commit(Stage stage, ModelCard card, NamedTensors last, NamedTensors best, ImmutableArray<EpochRecord> history, MadeBy madeBy)
    {
        Dictionary<string, string> metadata = new() { ["network"] = stage.Network.Label, ["key"] = stage.Key.Hex };
        SealedFolder.Write(FolderOf(stage), folder =>
        {
            folder.Write(StoredStage.LastWeights, stream => SafetensorsWriter.Write(stream, last.Tensors, metadata));
            folder.Write(StoredStage.BestWeights, stream => SafetensorsWriter.Write(stream, best.Tensors, metadata));
            folder.Write(StoredStage.History, stream => StoredJson.WriteLines(stream, history));
            folder.Write(StoredStage.Model, stream => StoredJson.Write(stream, card));
            folder.Write(StoredStage.Provenance, stream => StoredJson.Write(stream, madeBy));
            folder.WriteText(StoredStage.Text, CanonicalText.Of(stage) + "\n");
        });
        ProgressOf(stage).Clear();
        return Find(stage)! with { Reused = false };
    }

    /// <summary>Puts a finished stage's weights into a network.</summary>
    public void Load(Stage stage, StoredWeights which, Network network)
    {
        StoredStage stored = StoredStage.Open(FolderOf(stage));
        using NamedTensors weights = stored.ReadWeights(which);
        NetworkWeights.Load(network, weights.Tensors, stored.PathOf(which));
    }

    /// <summary>Which of an earlier stage's stored weights a stage takes.</summary>
    public static StoredWeights Taken(WeightsEpoch epoch) => epoch == WeightsEpoch.Last ? StoredWeights.Last : StoredWeights.Best;

    /// <summary>What a finished stage came to at the epoch of its weights.</summary>
    public EpochRecord Measured(Stage stage, StoredWeights which) =>
        StoredStage.Open(FolderOf(stage)).ReadHistory() is var history && which == StoredWeights.Last ? history[^1] : EpochSelection.Kept(history);

    /// <summary>Puts into a stage's network what it takes over from the one it starts from.</summary>
    public void LoadStart(Stage stage, Network network)
    {
        StoredStage stored = StoredStage.Open(FolderOf(stage.StartFrom!));
        StoredWeights which = Taken(stage.StartEpoch);
        using NamedTensors weights = stored.ReadWeights(which);
        Dictionary<string, Tensor> taken = weights.Tensors
            .Where(pair => stage.StartWith == StartingWeights.Everything || !pair.Key.StartsWith(network.HeadPrefix, StringComparison.Ordinal))
            .ToDictionary(StringComparer.Ordinal);
        NetworkWeights.LoadPart(network, taken, stored.PathOf(which));
    }

    /// <summary>Clears away what killed runs left: folders half written or half deleted, and checkpoints of stages that are finished. Call it while holding the output folder.</summary>
    public void RemoveLeftovers()
    {
        string stages = Path.Combine(outputFolder, StagesFolder), progress = Path.Combine(outputFolder, ProgressFolder);
        SealedFolder.RemoveLeftovers(stages);
        SealedFolder.RemoveLeftovers(progress);
        SealedFolder.RemoveLeftovers(Path.Combine(outputFolder, BranchFolder));
        if (!Directory.Exists(progress)) return;
        foreach (string folder in Directory.EnumerateDirectories(progress).Where(folder => Directory.Exists(Path.Combine(stages, Path.GetFileName(folder)))))
            new ProgressCheckpoints(folder).Clear();
    }

    // Named by the key alone: the stage that continues knows the other's key, not what people call it.
    string BranchFolderOf(Continuation continued) =>
        Path.Combine(outputFolder, BranchFolder, string.Create(CultureInfo.InvariantCulture, $"{continued.Stage.Key.Short}-{continued.Epoch}"));

    string ProgressFolderOf(Stage stage) => Path.Combine(outputFolder, ProgressFolder, NameOf(stage));

    static string NameOf(Stage stage) => $"{stage.Method}-{stage.Key.Short}";
}
