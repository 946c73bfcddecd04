using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Stages;

namespace LongTail.Tests.Stages;

/// <summary>A number that cannot be trained with is refused where it is written, not in the middle of the run.</summary>
public class RecipeRangeTests
{
    static readonly Recipe Recipe = PaperRecipe.Of(new CrossEntropy());

    [Theory]
    [InlineData(0), InlineData(-1)]
    public void Counts_are_one_or_more(int value)
    {
        Refused(() => Recipe with { Epochs = value }, $"Found {value} epochs");
        Refused(() => Recipe with { BatchSize = value }, $"Found {value} images per step");
        Refused(() => Recipe with { EvaluateEvery = value }, $"Found {value} epochs between evaluations");
    }

    [Theory]
    [InlineData(0), InlineData(-0.1), InlineData(1e39), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void The_learning_rate_is_a_positive_number(double value) =>
        Refused(() => new OptimizerSpec { LearningRate = value }, FormattableString.Invariant($"Found {value} as learning rate"));

    [Theory]
    [InlineData(1), InlineData(-0.1), InlineData(double.NaN)]
    public void Momentum_is_less_than_one(double value) =>
        Refused(() => new OptimizerSpec { Momentum = value }, FormattableString.Invariant($"Found {value} as momentum"));

    [Theory]
    [InlineData(-1e-9), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void Weight_decay_is_not_negative(double value) =>
        Refused(() => new OptimizerSpec { WeightDecay = value }, FormattableString.Invariant($"Found {value} as weight decay"));

    [Fact]
    public void Warm_up_is_not_negative() => Refused(() => new OptimizerSpec { WarmupEpochs = -1 }, "Found -1 as epochs of warm-up");

    [Fact]
    public void What_lies_at_the_borders_is_taken()
    {
        OptimizerSpec border = new() { LearningRate = double.Epsilon, Momentum = 0, WeightDecay = 0, WarmupEpochs = 0 };
        Recipe recipe = Recipe with { Epochs = 1, BatchSize = 1, EvaluateEvery = 1, Optimizer = border };
        Assert.Equal(double.Epsilon, recipe.Optimizer.LearningRateAt(0, 1));
    }

    static void Refused(Func<object> make, string found) => Assert.StartsWith(found, Assert.Throws<RecipeException>(make).Message, StringComparison.Ordinal);
}
