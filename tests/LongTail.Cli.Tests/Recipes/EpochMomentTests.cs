using LongTail.Cli.Commands;
using LongTail.Cli.Recipes;
using LongTail.Methods;
using LongTail.Stages;

namespace LongTail.Cli.Tests.Recipes;

public sealed class EpochMomentTests
{
    [Theory]
    [InlineData("0.8", 200, 160)]
    [InlineData("0.35", 30, 11)]      // 10.5, and the half rounds up; 0.35 x 30 in doubles is the same here, 0.145 x 100 is not
    [InlineData("0.145", 100, 15)]    // 14.5; in doubles 14.499999999999998
    [InlineData("0.8", 3, 2)]
    [InlineData("0", 200, 0)]
    [InlineData("1", 200, 200)]
    public void A_moment_is_a_fraction_of_the_epochs(string fraction, int epochs, int expected)
    {
        Recipe recipe = Bind($"deferUntil={fraction}", $"epochs={epochs}");
        Assert.Equal(expected, ((BalancedDistillation)recipe.Method).DeferUntil);
    }

    [Theory]
    [InlineData("0.025", 200, 5)]
    [InlineData("0.025", 30, 1)]
    [InlineData("0.001", 200, 1)]     // what there is lasts at least an epoch
    [InlineData("0", 200, 0)]
    [InlineData("1", 10, 9)]          // and is shorter than the training
    [InlineData("0.5", 1, 0)]
    public void A_warm_up_lasts_an_epoch_or_more_and_ends_before_the_training(string fraction, int epochs, int expected) =>
        Assert.Equal(expected, Bind($"warmup={fraction}", $"epochs={epochs}").Optimizer.WarmupEpochs);

    [Fact]
    public void The_whole_schedule_scales_with_the_epochs()
    {
        Recipe recipe = Bind("epochs=100");
        Assert.Equal<int>([80, 90], ((StepSchedule)recipe.Optimizer.Schedule).DropAt);
        Assert.Equal(80, ((BalancedDistillation)recipe.Method).DeferUntil);
    }

    static Recipe Bind(params string[] settings) => RecipeBinder.Bind(CommonOptions.Recipe("cifar10-lt-100-bkd", settings));
}
