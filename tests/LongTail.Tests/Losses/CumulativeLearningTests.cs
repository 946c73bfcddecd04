using System.Text.Json.Nodes;
using LongTail.Losses;
using LongTail.Tests.Golden;

namespace LongTail.Tests.Losses;

public class CumulativeLearningTests
{
    [Fact]
    public void Shares_equal_the_reference()
    {
        foreach (JsonNode? golden in GoldenFile.Read("branches.json")["bbn"]!["shares"]!.AsArray())
            Assert.Equal((double)golden!["share"]!, CumulativeLearning.ConventionalShare((int)golden["epoch"]!, (int)golden["period"]!), 1e-15);
    }

    [Fact]
    public void The_first_branch_begins_with_everything_and_always_gives_away()
    {
        Assert.Equal(1, CumulativeLearning.ConventionalShare(0, 7));
        for (int epoch = 1; epoch < 7; epoch++)
            Assert.InRange(CumulativeLearning.ConventionalShare(epoch, 7), 0, Math.BitDecrement(CumulativeLearning.ConventionalShare(epoch - 1, 7)));
    }

    [Theory]
    [InlineData(-1, 10), InlineData(10, 10), InlineData(0, 0), InlineData(0, double.NaN)]
    public void An_epoch_outside_the_period_is_refused(int epoch, double period) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CumulativeLearning.ConventionalShare(epoch, period));
}
