using LongTail.Results;
using LongTail.Runs;

namespace LongTail.Tests.Runs;

public class CollapseWatchTests
{
    [Fact]
    public void A_network_that_calls_everything_by_one_name_is_told_of_once()
    {
        List<string> warnings = [];
        CollapseWatch watch = new(["cat", "dog"], warnings.Add);
        watch.Look(Said(1, 1, 1, 1), isLast: false);
        Assert.Empty(warnings);
        for (int i = 0; i < 3; i++) watch.Look(Said(1, 1, 1, 1), isLast: false);
        Assert.Contains("\"dog\"", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_recovers_is_not_told_of()
    {
        List<string> warnings = [];
        CollapseWatch watch = new(["cat", "dog"], warnings.Add);
        foreach (int last in (int[])[1, 0, 1, 0]) watch.Look(Said(1, 1, 1, last), isLast: false);
        Assert.Empty(warnings);
    }

    [Fact]
    public void A_last_evaluation_is_enough_and_is_told_once()
    {
        List<string> warnings = [];
        CollapseWatch watch = new(["cat", "dog"], warnings.Add);
        watch.Look(Said(0, 1, 1, 1), isLast: false);
        watch.Look(Said(1, 1, 1, 1), isLast: true);
        Assert.StartsWith("After the last epoch, the network called nearly every test image \"dog\".", Assert.Single(warnings), StringComparison.Ordinal);

        CollapseWatch before = new(["cat", "dog"], warnings.Add);
        warnings.Clear();
        for (int i = 0; i < 3; i++) before.Look(Said(1, 1, 1, 1), isLast: i == 2);
        Assert.StartsWith("2 evaluations in a row", Assert.Single(warnings), StringComparison.Ordinal);
    }

    // As of an expert whose classes have no test image.
    [Fact]
    public void Of_no_image_nothing_is_said()
    {
        List<string> warnings = [];
        CollapseWatch watch = new(["cat", "dog"], warnings.Add);
        for (int i = 0; i < 3; i++) watch.Look(new(2, [], [], []), isLast: false);
        Assert.Empty(warnings);
    }

    static Predictions Said(params int[] predicted) => new(2, [0, 0, 1, 1], [.. predicted], [true, true, true, true]);
}
