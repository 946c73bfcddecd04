using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Native;
using LongTail.Results;
using LongTail.Stages;

namespace LongTail.Training;

/// <summary>What the loop is given: the stage made live.</summary>
public sealed record TrainingJob
{
    /// <summary>What to train.</summary>
    public required Stage Stage { get; init; }

    /// <summary>Network, teachers, counts, device.</summary>
    public required StageContext Context { get; init; }

    /// <summary>The loss, bound to the context.</summary>
    public required StepFunction Objective { get; init; }

    /// <summary>Changes the weights.</summary>
    public required MomentumSgd Optimizer { get; init; }

    /// <summary>Where the images come from.</summary>
    public required IBatchSource Batches { get; init; }

    /// <summary>Bytes to augmented floats.</summary>
    public required Augment Augment { get; init; }

    /// <summary>Measures the network on the test set.</summary>
    public required Func<EvaluationResult> Evaluate { get; init; }

    /// <summary>Measures the network on the validation set, whenever it is measured on the test set; gives null where there is none.</summary>
    public Func<EvaluationResult?> EvaluateOnValidation { get; init; } = () => null;

    /// <summary>Measures the network on the training images, without augmentation; asked for by stages with <see cref="Feedback.Training"/> alone.</summary>
    public Func<EvaluationResult> EvaluateOnTraining { get; init; } = () => throw new InvalidOperationException("Found a stage that steers by its training images, expected a way to measure them.");

    /// <summary>What the stage chose by itself before its first step.</summary>
    public ImmutableArray<ChosenSetting> Chosen { get; init; } = [];

    /// <summary>Called when an evaluation, on the validation set where there is one, beats all before it: remembers the weights.</summary>
    public required Action KeepBest { get; init; }

    /// <summary>Saves network, optimizer and state. Called between steps only.</summary>
    public required Action<TrainingState> Checkpoint { get; init; }

    /// <summary>Numbers of finished epochs after which <see cref="Branch"/> is called.</summary>
    public ImmutableHashSet<int> BranchAt { get; init; } = [];

    /// <summary>Leaves network, optimizer and state for another stage to continue.</summary>
    public Action<TrainingState> Branch { get; init; } = _ => { };

    /// <summary>Time after which the next step or epoch that ends is followed by a checkpoint; zero for every one.</summary>
    public required TimeSpan CheckpointInterval { get; init; }

    /// <summary>Records a step on an NVIDIA device so that it can be repeated; null for steps that are taken one by one.</summary>
    internal Func<Action, IRecordedWork>? Record { get; init; }

    /// <summary>Measures durations.</summary>
    public required TimeProvider Clock { get; init; }
}
