using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Native;
using LongTail.Networks;
using LongTail.Results;
using LongTail.Store;
using LongTail.Training;
using static TorchSharp.torch;

namespace LongTail.Runs;

/// <summary>Saves and restores a stage in the middle of training: weights, momentum, best weights, history and position.</summary>
sealed class StageProgress(ProgressCheckpoints checkpoints, Network network, MomentumSgd optimizer, int stepsPerEpoch) : IDisposable
{
    const string Weights = "weights.safetensors", Momentum = "momentum.safetensors";
    const string Best = "best.safetensors", History = "history.jsonl", Position = "position.json";

    /// <summary>The weights that measured best so far; null before the first evaluation.</summary>
    public NamedTensors? BestWeights { get; private set; }

    public void KeepBest()
    {
        BestWeights?.Dispose();
        BestWeights = NetworkWeights.Snapshot(network);
    }

    /// <summary>Where another stage left its state for this one to continue; null when it starts by itself.</summary>
    public ProgressCheckpoints? Branch { get; init; }

    public void Save(TrainingState state) => Save(state, checkpoints);

    /// <summary>Leaves the state for another stage to continue.</summary>
    public void SaveAsBranch(TrainingState state, ProgressCheckpoints branch) => Save(state, branch);

    void Save(TrainingState state, ProgressCheckpoints checkpoints)
    {
        using NamedTensors weights = NetworkWeights.Snapshot(network);
        checkpoints.Save((long)state.Epoch * (stepsPerEpoch + 1) + state.Step, folder =>   // the last step of an epoch is not yet its end: that is evaluated
        {
            folder.Write(Weights, stream => SafetensorsWriter.Write(stream, weights.Tensors));
            folder.Write(Momentum, stream => SafetensorsWriter.Write(stream, optimizer.Momentum));
            if (BestWeights is { } best) folder.Write(Best, stream => SafetensorsWriter.Write(stream, best.Tensors));
            folder.Write(History, stream => StoredJson.WriteLines(stream, state.History));
            folder.Write(Position, stream => StoredJson.Write(stream, new TrainingPosition(state.Epoch, state.Step, state.Images, state.TrainSeconds, state.Meter, get_num_threads(), Device.ToString(), Accelerator.UsesTf32(Device))));
        });
    }

    /// <summary>Restores the newest intact checkpoint, or what another stage left, or gives a fresh state.</summary>
    /// <param name="warning">What was damaged; null when nothing was.</param>
    public TrainingState Restore(out string? warning)
    {
        if (checkpoints.OpenNewest(out warning) is not { } folder)
        {
            string? damage = null;
            if (Branch?.OpenNewest(out damage) is not { } branch)
            {
                warning = Joined(warning, damage);
                return new();
            }
            (folder, warning) = (branch, Joined(warning, damage));
        }
        using (NamedTensors weights = Read(folder, Weights))
            NetworkWeights.Load(network, weights.Tensors, folder.Path);
        Copy(folder, Momentum, optimizer.Momentum);
        if (folder.Contains(Best)) BestWeights = Read(folder, Best);
        TrainingPosition position = folder.Read(Position, StoredJson.Read<TrainingPosition>);
        if (position.Threads != get_num_threads())
            warning = $"{warning} The checkpoint was made with {position.Threads} {(position.Threads == 1 ? "thread" : "threads")} and is continued with {get_num_threads()}: the weights will differ in their last bits from an uninterrupted run's.".TrimStart();
        if (position.Device != Device.ToString())
            warning = $"{warning} The checkpoint was made on {position.Device} and is continued on {Device}: the weights will differ in their last bits from an uninterrupted run's.".TrimStart();
        if (position.Tf32 is { } rounded && rounded != Accelerator.UsesTf32(Device))
            warning = $"{warning} The checkpoint was made {(rounded ? "with" : "without")} factors of products rounded to TF32 (--tf32) and is continued {(rounded ? "without" : "with")}: the weights will differ by that rounding from an uninterrupted run's.".TrimStart();
        return new()
        {
            Epoch = position.Epoch,
            Step = position.Step,
            Images = position.Images,
            TrainSeconds = position.TrainSeconds,
            Meter = position.Meter,
            History = folder.Read(History, StoredJson.ReadLines<EpochRecord>),
        };
    }

    static string? Joined(string? first, string? second) => (first, second) switch
    {
        (null, null) => null,
        _ => $"{first} {second}".Trim(),
    };

    Device Device => network.parameters().First().device;

    /// <summary>Epochs finished in a checkpoint.</summary>
    public static int EpochIn(SealedFolder checkpoint) => checkpoint.Read(Position, StoredJson.Read<TrainingPosition>).Epoch;

    public void Dispose() => BestWeights?.Dispose();

    static void Copy(SealedFolder folder, string name, IReadOnlyDictionary<string, Tensor> into)
    {
        using IDisposable noGradient = no_grad();
        using NamedTensors saved = Read(folder, name);
        if (!saved.Tensors.Keys.ToImmutableHashSet().SetEquals(into.Keys) || into.Any(pair => !pair.Value.shape.SequenceEqual(saved.Tensors[pair.Key].shape)))
            throw new ModelFileException($"{Path.Combine(folder.Path, name)}: found the state of another network. Delete the folder, and the stage is trained from its beginning.");
        foreach ((string key, Tensor live) in into) live.copy_(saved.Tensors[key]);
    }

    static NamedTensors Read(SealedFolder folder, string name) => folder.Read(name, (stream, source) => SafetensorsReader.Read(stream, source));
}

/// <summary>Where an interrupted stage stood.</summary>
sealed record TrainingPosition(int Epoch, int Step, long Images, double TrainSeconds, MeterState Meter, int Threads, string Device = "cpu", bool? Tf32 = null);
