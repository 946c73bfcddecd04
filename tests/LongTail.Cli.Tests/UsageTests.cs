using LongTail.Cli.Tests.Fakes;

namespace LongTail.Cli.Tests;

/// <summary>Wrong usage ends with 2, says on standard error what was found and what to do, and prints nothing else.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("", "Found no command, expected train, compare, plan, reproduce, evaluate, predict, export, runs, recipe, data or doctor. See longtail --help.")]
    [InlineData("trian", "Found the unknown command \"trian\". Did you mean train? Expected train, compare, plan, reproduce, evaluate, predict, export, runs, recipe, data or doctor.")]
    [InlineData("--foo", "Found the unknown option \"--foo\". See longtail --help.")]
    [InlineData("recipe", "Found no command, expected list, show or schema. See longtail recipe --help.")]
    [InlineData("recipe shw x", "Found the unknown command \"shw\". Did you mean show? Expected list, show or schema.")]
    [InlineData("recipe show", "See longtail recipe show --help.")]
    [InlineData("recipe show fashion-lt-bkd more", "Found \"more\", which longtail recipe show does not take: it takes one RECIPE. Run it once for each, or see longtail recipe show --help.")]
    [InlineData("doctor now", "Found \"now\", which longtail doctor does not take.")]
    [InlineData("train bdk", "Found the unknown recipe \"bdk\". Did you mean fashion-lt-bkd, a recipe of the method bkd? longtail recipe list names all")]
    [InlineData("train --set method.name=bdk", "method.name: found \"bdk\", expected ")]
    [InlineData("train --set method.name=bdk", ". Did you mean bkd?")]
    [InlineData("train --set optimizer.schedule=cosin", "expected step or cosine. Did you mean cosine?")]
    [InlineData("compare bdk ce", "Found the unknown method \"bdk\". Did you mean bkd?")]
    [InlineData("train --quit", "Found the unknown option \"--quit\". Did you mean --quiet? See longtail train --help.")]
    [InlineData("train --epochs 3", "Found the unknown option \"--epochs\". It belongs to the recipe: write --set epochs=... instead.")]
    [InlineData("train --learning-rate=3", "Found the unknown option \"--learning-rate\". It belongs to the recipe: write --set optimizer.learningRate=... instead.")]
    [InlineData("train -x", "Found the unknown option \"-x\".")]
    [InlineData("evaluate runs/x --grups kang", "Found the unknown option \"--grups\". Did you mean --groups?")]
    [InlineData("evaluate runs/x --test-prior sideways", "Found --test-prior \"sideways\", expected uniform, forward:RATIO or backward:RATIO with a ratio of 1 or more, such as forward:50, or the share of each class, such as cat=0.7,dog=0.3 or a file")]
    [InlineData("evaluate runs/x --test-prior cat=0.7,dog=much", "Found \"dog=much\" in --test-prior, expected NAME=SHARE, such as cat=0.7, with a share of 0 or more.")]
    [InlineData("evaluate runs/x --test-prior cat=-1", "Found \"cat=-1\" in --test-prior")]
    [InlineData("evaluate runs/x --csv nowhere/at/all.csv", "Found --csv \"nowhere/at/all.csv\" in a folder that does not exist")]
    [InlineData("evaluate runs/x --pictures a --data b", "Found --data \"b\" beside --pictures, expected one of them")]
    [InlineData("evaluate runs/x --threads 0", "Found --threads \"0\"")]
    [InlineData("evaluate runs/x --test-prior uniform:2", "Found --test-prior \"uniform:2\"")]
    [InlineData("evaluate runs/x --test-prior forward", "Found --test-prior \"forward\"")]
    [InlineData("evaluate runs/x --test-prior forward:0.5", "Found --test-prior \"forward:0.5\"")]
    [InlineData("evaluate runs/x --test-prior forward:1e999", "Found --test-prior \"forward:1e999\"")]
    [InlineData("evaluate runs/x --test-prior uniform --correct much", "Found --correct \"much\", expected a number such as 1.")]
    [InlineData("evaluate runs/x --correct 1", "Found --correct without --test-prior, expected both")]
    [InlineData("evaluate", "See longtail evaluate --help.")]
    [InlineData("evaluate runs/x --weights worst", "Found --weights \"worst\", expected last or best.")]
    [InlineData("evaluate runs/x --groups bkd", "Found --groups \"bkd\", expected kang or oltr.")]
    [InlineData("train --groups Kang", "Found --groups \"Kang\", expected kang or oltr.")]
    [InlineData("train --threads 0", "Found --threads \"0\", expected a whole number from 1 to 1024.")]
    [InlineData("train --threads many", "Found --threads \"many\", expected a whole number from 1 to 1024.")]
    [InlineData("train --seeds", "--seeds")]
    [InlineData("train --seeds 4-0", "Found --seeds \"4-0\", where 4-0 runs downwards, expected the smaller seed first: 0-4.")]
    [InlineData("train --seeds 1,1", "Found --seeds \"1,1\"")]
    [InlineData("train --seeds 1-2-3", "Found --seeds \"1-2-3\"")]
    [InlineData("train --seeds a", "Found --seeds \"a\"")]
    [InlineData("train --seeds 0-2147483647", "Found --seeds \"0-2147483647\"")]
    [InlineData("train --seeds 99999999999", "Found --seeds \"99999999999\"")]
    [InlineData("train fashion-lt-bdk", "Found the unknown recipe \"fashion-lt-bdk\". Did you mean fashion-lt-bkd?")]
    [InlineData("plan nothing.json", "no readable file")]
    [InlineData("train --set epochs", "Found --set \"epochs\", expected key=value, such as --set epochs=30.")]
    [InlineData("train --set epochs=0", "--set epochs=0: epochs: found 0, expected a whole number from 1")]
    [InlineData("train cifar10-lt-100-ce --set beta=0.5", "method.beta: found 0.5, which counts only where method.name is ")]
    public void Wrong_usage_is_explained(string commandLine, string message)
    {
        ConsoleRun run = ConsoleRun.Of(commandLine);
        Assert.Equal(2, run.Code);
        Assert.Equal("", run.Out);
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_reach_the_terminal_without_escape_sequences()
    {
        foreach (string[] args in new string[][] { ["train", "\u001b[31mx"], ["\u001b]0;title\u0007"], ["train", "--set", "\u001b[2J=1"], ["train", "--\u001b[2J"], ["train", "--threads", "\u009b2J"] })
            Assert.DoesNotContain(ConsoleRun.Of(args).Error, c => char.IsControl(c) && c != '\n');
    }
}
