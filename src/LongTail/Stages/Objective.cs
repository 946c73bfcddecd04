using System.Collections.Immutable;
using TorchSharp.Modules;

namespace LongTail.Stages;

/// <summary>A loss as data. Its properties are part of the stage's key.</summary>
public abstract record Objective
{
    /// <summary>Raise it when the numbers change: what was trained with the old one is then trained anew, and nothing else.</summary>
    public abstract int Version { get; }

    /// <summary>Makes the loss live for one stage. Tensors made here live as long as the stage.</summary>
    public abstract BoundObjective Bind(StageContext context);
}

/// <summary>A loss made live.</summary>
/// <param name="Step">Called once per batch.</param>
public sealed record BoundObjective(StepFunction Step)
{
    /// <summary>Tensors the loss itself learns, beside the network (OLTR's centroids): trained with their own rate, saved and resumed with the network.</summary>
    public ImmutableArray<LearnedTensor> Learned { get; init; } = [];
}

/// <summary>A trainable tensor that belongs to a loss.</summary>
/// <param name="Name">Unique within the stage; its name in checkpoints.</param>
/// <param name="Value">The tensor.</param>
/// <param name="Optimizer">Learning rate, momentum and weight decay of its own group.</param>
public sealed record LearnedTensor(string Name, Parameter Value, OptimizerSpec Optimizer);
