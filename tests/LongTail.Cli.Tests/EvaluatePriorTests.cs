using System.Text.Json;
using LongTail.Cli.Tests.Fakes;
using LongTail.Runs;

namespace LongTail.Cli.Tests;

/// <summary>Other class frequencies than those of the test set, and corrections for them.</summary>
public sealed class EvaluatePriorTests
{
    [Fact]
    public void The_shares_of_the_classes_can_be_given_by_name_in_the_line_or_in_a_file()
    {
        using TextFolder folder = new();
        string file = folder.Write("shares.csv", "class,share\nbag,1\n\"shirt\",2\n\nboot,0\n");
        EvaluatedCheckpoint checkpoint = Checkpoints.Uneven;
        ConsoleRun Run(params string[] more) => ConsoleRun.Of(["evaluate", "runs/x", "--test-prior", .. more], null, host => host with { Library = host.Library with { Describe = _ => checkpoint.Card, Evaluate = (_, _, _, _, _) => checkpoint } });
        double expected = Math.Round(100 * (2 * (2 / 3.0) + 1 / 3.0) / 3, 4);
        foreach (string written in new[] { file, "bag=1,shirt=2,boot=0" })
        {
            JsonElement prior = JsonElement.Parse(Run(written, "--json").Out).GetProperty("underTestPrior");
            Assert.Equal((written, expected), (prior.GetProperty("prior").GetString(), prior.GetProperty("top1").GetDouble()));
        }
        Assert.Contains("Where the classes come up as often as bag=1,shirt=2,boot=0 says, expect top-1 55.56.", Run("bag=1,shirt=2,boot=0").Out.ReplaceLineEndings(" "), StringComparison.Ordinal);

        foreach ((string written, string found) in new[]
        {
            ("bag=1,shirts=2,boot=1", "Found a share of the class \"shirts\" in \"bag=1,shirts=2,boot=1\", expected classes of the network. Did you mean shirt?"),
            ("bag=1", "Found no share of shirt, boot in \"bag=1\", expected one for each of 3 classes; 0 for one that never comes up."),
            ("bag=1,bag=2,shirt=1,boot=1", "Found two shares of the class \"bag\""),
            ("bag=0,shirt=0,boot=0", "Found no share above 0"),
            ("bag=1e308,shirt=1e308,boot=1e308", "whose sum is beyond any number"),
            (folder.Write("bad.csv", "bag,1\nshirt,much\n"), ", line 2, expected NAME,SHARE, such as cat,0.7"),
        })
        {
            ConsoleRun refused = Run(written);
            Assert.Equal((ExitCode.Usage, ""), (refused.Code, refused.Out));
            Assert.Contains(found, refused.Error, StringComparison.Ordinal);
        }
    }

    // With nine pictures of shirts alone, the other classes' share of what comes up is not known.
    [Theory]
    [InlineData("shirt=3,boot=1,bag=0", "expect top-1 66.67. That is of the classes with test images, 75 % of what comes up.")]
    [InlineData("shirt=0,boot=1,bag=1", "nothing can be expected: none of those that come up has a test image.")]
    public void What_is_expected_is_told_to_be_of_the_classes_with_test_images(string prior, string sentence)
    {
        EvaluatedCheckpoint checkpoint = Checkpoints.Of(["shirt", "boot", "bag"], [200, 50, 10]);
        int[] shirts = [.. Enumerable.Range(0, checkpoint.Predictions.Labels.Length).Where(image => checkpoint.Predictions.Labels[image] == 0)];
        checkpoint = checkpoint with { Predictions = new(3, [.. shirts.Select(_ => 0)], [.. shirts.Select(image => checkpoint.Predictions.Predicted[image])], [.. shirts.Select(_ => true)]) };
        ConsoleRun Run(params string[] more) => ConsoleRun.Of(["evaluate", "runs/x", "--test-prior", prior, .. more], null, host => host with { Library = host.Library with { Describe = _ => checkpoint.Card, Evaluate = (_, _, _, _, _) => checkpoint } });
        Assert.Contains(sentence, Run().Out.ReplaceLineEndings(""), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", Run("--json").Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("uniform", "Where the classes come up equally often, expect top-1 66.67.")]
    [InlineData("forward:50", "Where the classes come up long-tailed as in training, ratio 50, expect top-1 98.28.")]              // (1 + 50^-0.5) / (1 + 50^-0.5 + 50^-1)
    [InlineData("backward:50", "Where the classes come up long-tailed the other way round, ratio 50, expect top-1 13.90.")]       // (50^-1 + 50^-0.5) / (50^-1 + 50^-0.5 + 1)
    public void Another_test_distribution_weighs_the_classes(string prior, string sentence)
    {
        EvaluatedCheckpoint checkpoint = Checkpoints.Of(["shirt", "boot", "bag"], [200, 50, 10]);
        checkpoint = checkpoint with { Predictions = checkpoint.Predictions with { Predicted = [.. checkpoint.Predictions.Labels.Select(label => label == 2 ? 0 : label)] } };
        string shown = Evaluate($"evaluate runs/x --test-prior {prior}", checkpoint).Out;
        Assert.Contains(sentence, shown.ReplaceLineEndings(""), StringComparison.Ordinal);
        Assert.DoesNotContain("corrected", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_correction_adds_what_the_classes_come_up_more_often_to_the_logits_and_says_so()
    {
        IReadOnlyList<double>? shifts = null;
        ConsoleRun Run(string more) => ConsoleRun.Of($"evaluate runs/x --test-prior uniform --correct 2{more}".Split(' '), null, host => host with
        {
            Library = host.Library with
            {
                Evaluate = (_, _, options, _, _) =>
                {
                    EvaluatedCheckpoint checkpoint = Checkpoints.Of(["shirt", "boot"], [80, 20]);
                    checkpoint = checkpoint with { Card = checkpoint.Card with { Method = "ce" } };
                    shifts = options.Shifts!(checkpoint.Card);
                    return checkpoint;
                },
            },
        });
        string shown = Run("").Out.ReplaceLineEndings("");
        Assert.Contains("The logits are corrected for that with tau 2, from those of its training images; all numbers here are of the corrected predictions.", shown, StringComparison.Ordinal);
        Assert.Equal(2 * Math.Log(0.5 / 0.8), shifts![0], 12);
        Assert.Equal(2 * Math.Log(0.5 / 0.2), shifts[1], 12);
        JsonElement json = JsonElement.Parse(Run(" --json").Out).GetProperty("underTestPrior");
        Assert.Equal(("uniform", 2, 66.6667), (json.GetProperty("prior").GetString(), json.GetProperty("correctedByTau").GetDouble(), json.GetProperty("top1").GetDouble()));
    }

    // Nothing is to be added where the network answers already as the test set asks; half of it, from one to the other, where classes come up by (2, 1) / 3.
    [Theory]
    [InlineData("ce", "uniform", "", new[] { 0.625, 2.5 }, "training")]
    [InlineData("bkd", "uniform", "", new[] { 1.0, 1.0 }, "uniform")]
    [InlineData("la", "forward:2", "", new[] { 4 / 3.0, 2 / 3.0 }, "uniform")]
    [InlineData("bkd", "uniform", " --trained-for training", new[] { 0.625, 2.5 }, "training")]
    [InlineData("ce", "uniform", " --trained-for uniform", new[] { 1.0, 1.0 }, "uniform")]
    [InlineData("lfme-few", "uniform", "", new[] { 0.625, 2.5 }, "training")]
    public void A_correction_starts_from_the_prior_that_the_network_was_trained_for(string method, string prior, string more, double[] factors, string trainedFor)
    {
        IReadOnlyList<double>? shifts = null;
        JsonElement json = JsonElement.Parse(ConsoleRun.Of($"evaluate runs/x --test-prior {prior} --correct 1 --json{more}".Split(' '), null, host => host with
        {
            Library = host.Library with
            {
                Evaluate = (_, _, options, _, _) =>
                {
                    EvaluatedCheckpoint checkpoint = Checkpoints.Of(["shirt", "boot"], [80, 20]);
                    checkpoint = checkpoint with { Card = checkpoint.Card with { Method = method } };
                    shifts = options.Shifts!(checkpoint.Card);
                    return checkpoint;
                },
            },
        }).Out);
        Assert.Equal(factors, shifts!.Select(Math.Exp), (one, other) => Math.Abs(one - other) < 1e-12);
        Assert.Equal(trainedFor, json.GetProperty("underTestPrior").GetProperty("trainedFor").GetString());
    }

    [Theory]
    [InlineData("--test-prior uniform --correct 1e300", "Found --correct \"1e300\", beside which nothing of the network's answers would be left, expected a number from -100 to 100, such as 1.")]
    [InlineData("--test-prior uniform --correct much", "Found --correct \"much\"")]
    [InlineData("--test-prior uniform --trained-for tests", "Found --trained-for \"tests\", expected training or uniform.")]
    [InlineData("--trained-for uniform", "Found --trained-for without --test-prior")]
    [InlineData("--test-prior uniform --trained-for training", "Found --trained-for without --correct, expected both")]
    [InlineData("runs/y", "Found \"runs/y\", which longtail evaluate does not take: it takes one CHECKPOINT. Run it once for each, or see longtail evaluate --help.")]
    public void A_correction_that_makes_no_sense_is_refused(string arguments, string message)
    {
        ConsoleRun run = ConsoleRun.Of($"evaluate runs/x {arguments}");
        Assert.Equal((ExitCode.Usage, ""), (run.Code, run.Out));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    static ConsoleRun Evaluate(string commandLine, EvaluatedCheckpoint checkpoint) =>
        ConsoleRun.Of(commandLine.Split(' '), null, host => host with { Library = host.Library with { Evaluate = (_, _, _, _, _) => checkpoint } });
}
