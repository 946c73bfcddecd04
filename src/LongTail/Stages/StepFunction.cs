using System.Collections.Immutable;
using LongTail.Data;
using static TorchSharp.torch;

namespace LongTail.Stages;

/// <summary>The one thing in which methods differ at run time: a batch in, a loss out.</summary>
public delegate StepOutput StepFunction(Batch batch, Progress progress);

/// <summary>What one step computed.</summary>
/// <param name="Loss">Scalar to be minimised.</param>
/// <param name="Terms">Its named parts, for the log; they carry no gradient.</param>
public readonly record struct StepOutput(Tensor Loss, ImmutableArray<LossTerm> Terms);

/// <summary>A named part of the loss; summed on the device and read once per epoch.</summary>
/// <param name="Name">Such as "ce" or "bkd".</param>
/// <param name="Value">Scalar.</param>
public readonly record struct LossTerm(string Name, Tensor Value);
