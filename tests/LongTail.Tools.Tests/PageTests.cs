using LongTail.Tools.WriteResults;
using LongTail.Tools.WriteResults.Pages;

namespace LongTail.Tools.Tests;

public sealed class PageTests
{
    // Of 20 test images per class. After the last epoch: ce 40 and 48 of 80 right, 50 and 60 %; bkd 60 and 52, 75 and 65 %.
    static readonly Claim Two = new(
        FakeRun.Experiment(
            FakeRun.Stage("bkd", 1, [16, 16, 12, 12], [14, 14, 12, 12]),
            FakeRun.Stage("ce", 0, [20, 10, 2, 0], [20, 14, 4, 2]),
            FakeRun.Stage("bkd", 0, [5, 5, 5, 5], [16, 16, 14, 14]),
            FakeRun.Stage("ce", 1, [20, 20, 8, 4], [20, 16, 8, 4])),
        "A title", "longtail train toy", "A note.");

    static readonly Claim One = new(FakeRun.Experiment(FakeRun.Stage("ce", 7, [0, 0, 0, 0], [20, 10, 0, 10])), "One", null, null);

    [Fact]
    public void Mean_deviation_and_interval_are_computed_by_hand_here() =>
        // ce: 50 and 60 %: mean 55, deviation sqrt(2 * 25 / 1) = 7.07, half width 12.7062 * 7.0711 / sqrt(2) = 63.53.
        // Many: 100, 100. Medium: 70, 80. Few, which are the last two classes too: (20 + 10) / 2 = 15, (40 + 20) / 2 = 30.
        Assert.Contains(
            "| ce (teacher) | 2 | 55.00 ± 7.07<br>-8.53 to 118.53 | 55.00 ± 7.07<br>-8.53 to 118.53 | 100.00 ± 0.00<br>100.00 to 100.00 "
            + "| 75.00 ± 7.07<br>11.47 to 138.53 | 22.50 ± 10.61<br>-72.80 to 117.80 | 22.50 ± 10.61<br>-72.80 to 117.80 |",
            Page(Two), StringComparison.Ordinal);

    [Fact]
    public void Differences_are_paired_by_seed() =>
        // Top-1 by seed: 75 - 50 = 25 and 65 - 60 = 5: mean 15, deviation sqrt(2 * 100 / 1) = 14.14, half width 12.7062 * 14.1421 / sqrt(2) = 127.06.
        Assert.Contains("| bkd − ce | 2 | +15.00 ± 14.14<br>-112.06 to +142.06 |", Page(Two), StringComparison.Ordinal);

    [Fact]
    public void The_best_epoch_is_told_apart_from_the_last()
    {
        // ce: seed 0 did best in its last epoch, 50 %; seed 1 in its first, 52 of 80 images, 65 %.
        string section = Page(Two)[Page(Two).IndexOf("## Best epoch on the test set", StringComparison.Ordinal)..];
        Assert.Contains("not a fair number", section, StringComparison.Ordinal);
        Assert.Contains("| ce (teacher) | 2 | 57.50 ± 10.61<br>", section, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_are_told_one_by_one() =>
        Assert.Contains("| ankle boot | 50 | medium | 75.00 ± 7.07 | 75.00 ± 7.07 |", Page(Two), StringComparison.Ordinal);

    [Fact]
    public void Time_speed_and_memory_are_told() =>
        // 2 epochs of 30 s: 1 minute; 1,200 images in 60 s.
        Assert.Contains("| bkd | 1.0 ± 0.0 | 20 ± 0 | 2.0 | 3 |", Page(Two), StringComparison.Ordinal);

    [Theory]
    [InlineData("| processor | not recorded |")]
    [InlineData("| commit | 0123456789abcdef |")]
    [InlineData("| LongTail | 0.1.0 |")]
    [InlineData("| finished (UTC) | 2026-01-31 |")]
    [InlineData("| all: BatchSize | `64` |")]
    [InlineData("| bkd: Objective | `bkd{Version:1;}` |")]
    [InlineData("```\nlongtail train toy\n```")]
    [InlineData("## Notes\n\nA note.\n")]
    public void The_page_says(string line) => Assert.Contains(line, Page(Two), StringComparison.Ordinal);

    [Fact]
    public void One_seed_has_no_spread()
    {
        Assert.Contains("| ce | 1 | 50.00 | 50.00 | 100.00 | 50.00 | 25.00 | 25.00 |", Page(One), StringComparison.Ordinal);
        Assert.DoesNotContain("±", Page(One), StringComparison.Ordinal);
        Assert.DoesNotContain("Differences", Page(One), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_command_is_said_to_be_missing() => Assert.Contains("The command was not written down.", Page(One), StringComparison.Ordinal);

    [Fact]
    public void Curves_have_a_row_per_epoch_and_leave_gaps_for_terms_that_a_method_has_not()
    {
        string[] lines = CurvesCsv.Write(One).Split('\n');
        Assert.Equal("method,seed,epoch,learning_rate,loss,loss_ce,top1,balanced,many,medium,few,last_two_classes,images_per_second", lines[0]);
        Assert.Equal("ce,7,1,0.1,1.5,1.5,50,50,100,50,25,25,20", lines[2]);
    }

    [Fact]
    public void An_epoch_that_was_not_evaluated_has_no_accuracy()
    {
        FakeStage stage = FakeRun.Stage("ce", 0, [0, 0, 0, 0], [1, 1, 1, 1]);
        stage = stage with { History = [stage.History[0] with { Evaluation = null }, stage.History[1]] };
        Assert.Equal("ce,0,0,0.1,1.5,1.5,,,,,,,20", CurvesCsv.Write(new(FakeRun.Experiment(stage), "", null, null)).Split('\n')[1]);
    }

    [Fact]
    public void Rare_classes_set_the_tail()
    {
        Assert.Equal("few", Two.Tail.Key);
        Assert.Equal(["top1", "balanced", "many", "medium", "few", "lastTwoClasses"], Two.Metrics.Select(metric => metric.Key));
    }

    static string Page(Claim claim) => ResultsPage.Write(claim, []);
}
