using System.Collections.Immutable;
using System.Globalization;
using LongTail.Data;
using LongTail.Evaluation;
using LongTail.Foundation;
using LongTail.Native;
using LongTail.Networks;
using LongTail.Results;
using LongTail.Stages;
using LongTail.Store;
using LongTail.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Runs;

/// <summary>One stage made live: its network, optimizer and checkpoints. Its tensors are the caller's scope's.</summary>
sealed class LiveStage : IDisposable
{
    readonly PlannedStage _planned;
    readonly DataSplit _data;
    readonly SharedMaterial _shared;
    readonly StageContext _context;
    readonly StepFunction _objective;
    readonly MomentumSgd _optimizer;
    readonly StageProgress _progress;
    readonly ImmutableHashSet<int> _branchAt;
    readonly StageStore _store;
    readonly List<ChosenSetting> _chosen = [];
    Student? _student;

    /// <param name="planned">What to train.</param>
    /// <param name="shared">What its group has in common.</param>
    /// <param name="teachers">Of the group.</param>
    /// <param name="store">Where results are.</param>
    /// <param name="branchAt">Epochs, counted in finished ones, at which others will go on from it.</param>
    /// <param name="dataFolder">Where pretrained weights are looked for.</param>
    public LiveStage(PlannedStage planned, SharedMaterial shared, ImmutableArray<Teacher> teachers, StageStore store, ImmutableHashSet<int> branchAt, string? dataFolder)
    {
        (_store, _branchAt) = (store, branchAt);
        (_planned, _data, _shared, Stage stage) = (planned, shared.Data, shared, planned.Stage);
        Network network = shared.Build(stage);
        if (stage.StartFrom is not null) store.LoadStart(stage, network);
        else if (stage.Pretrained is { } pretrained) PretrainedFiles.Load(pretrained, network, dataFolder);
        _context = new()
        {
            Network = network,
            Teachers = teachers,
            StartedFrom = stage.StartFrom is { } start ? shared.Frozen(start, StageStore.Taken(stage.StartEpoch), store) : null,
            Counts = _data.Counts,
            TrainingImages = _data.Train,
            PlainBatches = shared.PlainBatches,
            ValidationBatches = shared.Validation is null ? null : () => shared.Validation,
            Chose = _chosen.Add,
            Device = shared.Device,
            Seed = shared.Seed,
        };
        Initialize(stage.Objective);
        _objective = stage.Objective.Bind(_context);
        _optimizer = Optimize(stage, network);
        _progress = new(store.ProgressOf(stage), network, _optimizer, shared.Batches.StepsPerEpoch)
        {
            Branch = planned.Continues is { } continued ? store.BranchOf(continued) : null,
        };
    }

    // Two checkpoints and a third being written, each of weights, momentum and best weights; then the result's two sets of weights.
    public long MostWritten => 11 * _context.Network.state_dict().Values.Sum(tensor => tensor.numel() * tensor.element_size()) + (16 << 20);

    /// <summary>Why it was given up; null when it was not.</summary>
    public DivergedException? Divergence => _student?.Divergence;

    /// <summary>Takes up training where an interrupted run left it.</summary>
    /// <param name="environment">Of the run.</param>
    /// <param name="observer">Of the run.</param>
    /// <param name="memory">Hears of the group's steps; null where nobody watches.</param>
    /// <param name="record">Records steps for the group; null where steps are taken one by one.</param>
    public Student Start(RunEnvironment environment, IRunObserver observer, MemoryWatch? memory, Func<Action, IRecordedWork>? record)
    {
        TrainingState state = _progress.Restore(out string? warning);
        if (warning is not null) observer.Warned(warning);
        bool repeats = record is not null && _planned.Stage.Epochs > 0;
        if (repeats) _optimizer.KeepRatesOnDevice();
        if (repeats && _planned.Stage.PhaseAt(0) is null)
            observer.Warned($"Found steps of {_planned.Stage.Method} that differ by more than their images, or may; they are not recorded as a CUDA graph, but taken one by one.");
        observer.StageStarted(_planned, new(state.Epoch, state.Step, _shared.Batches.StepsPerEpoch, _planned.Stage.Streams * _data.Train.Count));
        CollapseWatch collapse = new(_data.Train.ClassNames, observer.Warned);
        TrainingJob job = new()
        {
            Stage = _planned.Stage,
            Context = _context,
            Objective = _objective,
            Optimizer = _optimizer,
            Batches = _shared.Batches,
            Augment = _shared.Augment,
            Evaluate = () =>
            {
                Predictions predictions = Measured(_shared.Test);
                collapse.Look(predictions, isLast: state.Epoch + 1 == _planned.Stage.Epochs);
                return predictions.Evaluate();
            },
            EvaluateOnValidation = () => _shared.Validation is { } validation ? Measured(validation).Evaluate() : null,
            EvaluateOnTraining = () => Measured(_shared.PlainBatches()).Evaluate(),
            Chosen = [.. _chosen],
            KeepBest = _progress.KeepBest,
            Checkpoint = _progress.Save,
            BranchAt = _branchAt,
            Branch = state => _progress.SaveAsBranch(state, _store.BranchOf(new(_planned.Stage, state.Epoch))),
            Record = repeats ? record : null,
            CheckpointInterval = environment.CheckpointInterval,
            Clock = environment.Clock,
        };
        return _student = new(job, state, new StageObserver(_planned, observer, memory));
    }

    // Its batches are not the recipe's, and so another message helps.
    Predictions Measured(IEnumerable<Batch> batches) => MemoryFault.Guard(
        $"measuring {_planned.Stage.Method} {_planned.Stage.Network.Label}, {SharedMaterial.EvaluationBatch(_shared.Device, _data.Train.Shape)} images of {_data.Train.Shape.Height} x {_data.Train.Shape.Width} at once",
        "Make the pictures smaller (data.size), compute in bf16 (--precision bf16), or end other programs. What was saved of it is kept.",
        () => Evaluator.Predict(_context.Network, _data.Counts.Classes, batches));

    /// <summary>What a stage needs memory for.</summary>
    public static string InWords(Stage stage, DataSplit data) => string.Create(CultureInfo.InvariantCulture,
        $"{stage.Method} {stage.Network.Label}, batches of {Math.Min(stage.BatchSize, data.Train.Count):#,0} images of {data.Train.Shape.Height} x {data.Train.Shape.Width}");

    /// <summary>Puts the trained network into the store.</summary>
    public StageResult Commit(StageStore store, MadeBy madeBy)
    {
        using NamedTensors last = NetworkWeights.Snapshot(_context.Network);
        return store.Commit(_planned.Stage, ModelCard.Of(_planned.Stage, _data), last, _progress.BestWeights!, [.. _student!.State.History], madeBy);
    }

    /// <summary>Frees what is no scope's.</summary>
    public void Dispose()
    {
        _student?.Dispose();
        _progress.Dispose();
    }

    // Also when a checkpoint follows that replaces these weights: it may turn out to be damaged.
    void Initialize(Objective objective)
    {
        if (objective is not IInitializesWeights initial) return;
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        initial.Initialize(_context);
    }

    static MomentumSgd Optimize(Stage stage, Network network)
    {
        MomentumSgd optimizer = new();
        foreach ((string name, Parameter parameter) in network.named_parameters())
        {
            bool trained = stage.Trained.Includes(network, name);
            parameter.requires_grad = trained;
            if (trained) optimizer.Add(name, parameter, stage.Optimizer.For(name));
        }
        optimizer.Flatten();
        return optimizer;
    }

    // Says which of several stages it is about.
    sealed class StageObserver(PlannedStage stage, IRunObserver observer, MemoryWatch? memory) : ITrainingObserver
    {
        public void StepEnded(Progress progress, int images)
        {
            memory?.StepEnded();
            observer.StepEnded(stage, progress, images);
        }

        public void EpochEnded(EpochRecord epoch) => observer.EpochEnded(stage, epoch);
    }
}
