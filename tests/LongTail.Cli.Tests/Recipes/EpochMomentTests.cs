using LongTail.Cli.Commands;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Recipes;
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
    [InlineData("0.8", 5, 4)]
    [InlineData("0.8", 2, 1)]         // 1.6, which rounds to the end: the last epoch is left to what is deferred
    [InlineData("0.99", 10, 9)]
    [InlineData("1", 2, 2)]           // never
    [InlineData("0.4", 1, 0)]
    public void A_moment_is_a_fraction_of_the_epochs(string fraction, int epochs, int expected)
    {
        Recipe recipe = Bind($"deferUntil={fraction}", $"epochs={epochs}");
        Assert.Equal(expected, DeferralOf(recipe));
    }

    [Theory]
    [InlineData("bkd")]
    [InlineData("kd")]
    [InlineData("ldam-drw")]
    [InlineData("ce-drw")]
    [InlineData("ce-drs")]
    public void What_is_deferred_has_an_epoch_of_its_own_or_is_refused(string method)
    {
        string moment = method == "kd" ? "weighLabelsFrom=0.8" : "deferUntil=0.8";
        Recipe one = Bind($"method.name={method}", moment, "epochs=1"), two = one with { Epochs = 2 };
        Assert.Equal(1, Continuation.Of(two.Method.Plan(two))!.Epoch);
        Assert.Contains("Found 1 epoch, and 0.8 of the epochs as the moment", Assert.Throws<RecipeException>(() => one.Method.Plan(one)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 200, 5)]
    [InlineData(5, 30, 5)]     // it does not shrink with the schedule
    [InlineData(0, 200, 0)]
    [InlineData(10, 10, 9)]    // and ends before the training
    [InlineData(5, 1, 0)]
    public void A_warm_up_is_counted_in_epochs_and_ends_before_the_training(int warmup, int epochs, int expected) =>
        Assert.Equal(expected, Bind($"warmup={warmup}", $"epochs={epochs}").Optimizer.WarmupEpochs);

    [Fact]
    public void The_whole_schedule_scales_with_the_epochs()
    {
        Recipe recipe = Bind("epochs=100");
        Assert.Equal<int>([80, 90], ((StepSchedule)recipe.Optimizer.Schedule).DropAt);
        Assert.Equal(80, DeferralOf(recipe));
    }

    static int DeferralOf(Recipe recipe) => ((BalancedDistillation.Loss)recipe.Method.Plan(recipe).Objective).DeferUntil;

    static Recipe Bind(params string[] settings) => RecipeBinder.Bind(CommonOptions.Recipe("cifar10-lt-100-bkd", settings));
}
