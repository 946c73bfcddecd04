using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Stages;

/// <summary>Stochastic gradient descent with momentum, as data. Defaults are those of the BKD paper's CIFAR runs.</summary>
public sealed record OptimizerSpec
{
    /// <summary>Base learning rate, positive.</summary>
    /// <exception cref="RecipeException">Not a positive number of single precision.</exception>
    public double LearningRate
    {
        get;
        init => field = value is > 0 and <= float.MaxValue ? value : throw new RecipeException(Found(value, "learning rate", "a positive number, such as 0.1"));
    } = 0.1;

    /// <summary>Momentum in [0, 1).</summary>
    /// <exception cref="RecipeException">Outside its range.</exception>
    public double Momentum
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw new RecipeException(Found(value, "momentum", "0 or more and less than 1, such as 0.9"));
    } = 0.9;

    /// <summary>L2 penalty, 0 or more, added to the gradient as weightDecay x weight.</summary>
    /// <exception cref="RecipeException">Negative, or not a number of single precision.</exception>
    public double WeightDecay
    {
        get;
        init => field = value is >= 0 and <= float.MaxValue ? value : throw new RecipeException(Found(value, "weight decay", "0 or more, such as 0.0002"));
    } = 2e-4;

    /// <summary>Nesterov's form of momentum.</summary>
    public bool Nesterov { get; init; }

    /// <summary>Epochs of linear warm-up, 0 or more, one value per epoch: base x (e + 1) / warm-up.</summary>
    /// <exception cref="RecipeException">Negative.</exception>
    public int WarmupEpochs
    {
        get;
        init => field = value >= 0 ? value : throw new RecipeException(Found(value, "epochs of warm-up", "0 or more"));
    } = 5;

    /// <summary>Part of the base rate at which the warm-up begins, in [0, 1): base x (from + (1 - from) (e + 1) / warm-up).</summary>
    /// <exception cref="RecipeException">Outside its range.</exception>
    [OmittedFromKeyWhenDefault]
    public double WarmupFrom
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw new RecipeException(Found(value, "beginning of the warm-up", "0 or more and less than 1"));
    }

    /// <summary>How the rate falls after the warm-up.</summary>
    public LearningRateSchedule Schedule { get; init; } = new StepSchedule([160, 180], 0.01);

    /// <summary>Parameters with settings of their own, such as a new head's faster rate; the first group that fits counts.</summary>
    [OmittedFromKeyWhenDefault] public ImmutableArray<ParameterGroup> Groups { get; init; } = [];

    /// <summary>The settings of a parameter.</summary>
    /// <param name="name">As in checkpoints, such as "layer1.0.conv1.weight".</param>
    public OptimizerSpec For(string name) =>
        Groups.FirstOrDefault(group => name.StartsWith(group.Prefix, StringComparison.Ordinal))?.Optimizer ?? this;

    /// <summary>The same with a change to itself and to the settings of each group.</summary>
    /// <param name="change">Such as another schedule.</param>
    public OptimizerSpec Throughout(Func<OptimizerSpec, OptimizerSpec> change) =>
        change(this) with { Groups = [.. Groups.Select(group => group with { Optimizer = change(group.Optimizer) })] };

    /// <summary>The learning rate of an epoch.</summary>
    /// <param name="epoch">0-based.</param>
    /// <param name="epochs">Of the whole stage.</param>
    public double LearningRateAt(int epoch, int epochs) => LearningRate *
        (epoch < WarmupEpochs ? WarmupFrom + (1 - WarmupFrom) * ((epoch + 1.0) / WarmupEpochs) : Schedule.FactorAt(epoch, epochs));

    static string Found(double value, string what, string expected) => FormattableString.Invariant($"Found {value} as {what}, expected {expected}.");
}

/// <summary>Parameters that are trained with settings of their own.</summary>
/// <param name="Prefix">Start of their names, such as "linear.".</param>
/// <param name="Optimizer">Their settings; its own groups are not looked at.</param>
public sealed record ParameterGroup(string Prefix, OptimizerSpec Optimizer);
