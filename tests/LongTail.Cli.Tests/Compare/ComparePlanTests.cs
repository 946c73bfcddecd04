using System.Text.Json;
using LongTail.Cli.Tests.Fakes;
using LongTail.Stages;

namespace LongTail.Cli.Tests.Compare;

/// <summary>What is laid out before anything is trained, and what is refused.</summary>
public sealed class ComparePlanTests
{
    const string Reason = "Found no many-shot class in fashion-lt, expected at least one.";

    static readonly FakeTraining s_none = new() { BeforeStep = (_, _) => Assert.Fail("--plan trains nothing") };

    static readonly FakeTraining s_withoutLfme = new() { FaultOf = recipe => NameOf(recipe) == "lfme" ? Reason : null };

    [Fact]
    public void A_plan_says_what_it_costs_and_what_sharing_saves() =>
        Snapshot.Same(ConsoleRun.Of("compare ce kd bkd --seeds 0-1 --plan", s_none).Out, "compare-plan");

    [Fact]
    public void A_plan_is_one_json_object_too()
    {
        JsonElement plan = JsonElement.Parse(ConsoleRun.Of("compare ce kd bkd --plan --json --set epochs=10", s_none).Out);
        JsonElement cost = plan.GetProperty("cost");
        // 260 images in 10 epochs: 3 for ce, 3 each for kd and bkd, 1 for the teacher of both; alone 3, and 7 each
        Assert.Equal((26000.0, 26000.0, 44200.0), (cost.GetProperty("imagePasses").GetDouble(), cost.GetProperty("toTrain").GetDouble(), cost.GetProperty("eachRecipeAlone").GetDouble()));
        Assert.Equal(41.1765, cost.GetProperty("savedPercent").GetDouble());
        Assert.Empty(plan.GetProperty("notTrained").EnumerateObject());
        Assert.Equal(3, plan.GetProperty("stages").GetArrayLength());
    }

    // By the library itself: it lays out the set that comes with the program, and trains nothing.
    [Fact]
    public void A_plan_says_what_is_continued_and_counts_what_is_left_of_it()
    {
        using TextFolder folder = new();
        string[] arguments = ["compare", "kd", "bkd:deferUntil=0.8", "--set", "epochs=10", "--plan", "--out", folder.Path];
        string shown = ConsoleRun.Of(arguments, null, host => host with { Library = new() }).Out.ReplaceLineEndings("");
        Assert.Contains("Equal until then, and so continued after epoch 8 of kd resnet8 seed 0: bkd resnet8 seed 0.", shown, StringComparison.Ordinal);
        Assert.Contains("To train: 3 of 3 stages, 22 epochs,", shown, StringComparison.Ordinal);
        JsonElement plan = JsonElement.Parse(ConsoleRun.Of([.. arguments, "--json"], null, host => host with { Library = new() }).Out);
        JsonElement kd = plan.GetProperty("stages")[1], bkd = plan.GetProperty("stages")[2];
        Assert.Equal((kd.GetProperty("key").GetString(), 8), (bkd.GetProperty("continues").GetString(), bkd.GetProperty("continuesAfterEpochs").GetInt32()));
        // 3 + 4 + 0.2 x 4 of 7 + 7
        Assert.Equal(44.2857, plan.GetProperty("cost").GetProperty("savedPercent").GetDouble());
    }

    [Fact]
    public void A_method_that_does_not_fit_the_data_is_listed_with_the_reason_when_it_came_with_others()
    {
        ConsoleRun run = ConsoleRun.Of("compare paper --set epochs=10 --quiet", s_withoutLfme);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains($"lfme: not trained: {Reason}", run.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("│ lfme ", run.Out, StringComparison.Ordinal);
        Assert.Contains("│ crt ", run.Out, StringComparison.Ordinal);

        JsonElement[] rows = [.. JsonElement.Parse(ConsoleRun.Of("compare paper --set epochs=10 --json", s_withoutLfme).Out).GetProperty("methods").EnumerateArray()];
        Assert.Equal(["lfme"], rows.Where(row => row.GetProperty("n").GetInt32() == 0).Select(row => row.GetProperty("label").GetString()));
        Assert.Equal(Reason, rows.Single(row => row.GetProperty("n").GetInt32() == 0).GetProperty("notTrained").GetString());
        Assert.Equal(Reason, JsonElement.Parse(ConsoleRun.Of("compare paper --plan --json", s_withoutLfme).Out).GetProperty("notTrained").GetProperty("lfme").GetString());
        Assert.Contains($"lfme: not trained: {Reason}", ConsoleRun.Of("compare paper --plan", s_withoutLfme).Out, StringComparison.Ordinal);
    }

    [Theory, InlineData("compare ce lfme"), InlineData("compare ce lfme --plan"), InlineData("compare lfme")]
    public void A_method_that_does_not_fit_the_data_is_refused_when_it_was_named(string commandLine)
    {
        ConsoleRun run = ConsoleRun.Of(commandLine, s_withoutLfme);
        Assert.Equal((ExitCode.Usage, "", $"error: {Reason}\n"), (run.Code, run.Out, run.Error));
    }

    [Fact]
    public void What_no_method_fits_is_refused()
    {
        ConsoleRun run = ConsoleRun.Of("compare paper", new() { FaultOf = _ => "Found nothing." });
        Assert.Equal((ExitCode.Usage, "", "error: Found nothing.\n"), (run.Code, run.Out, run.Error));
    }

    [Fact]
    public void The_papers_methods_are_compared_when_none_is_named()
    {
        string[] paper = ["ce", "kd", "cb", "cb-focal", "focal", "ldam-drw", "bbn", "la", "lfme", "oltr", "crt", "bkd", "bkd-crt"];
        FakeTraining training = new();
        ConsoleRun.Of("compare --set epochs=10 --quiet", training);
        Assert.Equal(LongTail.Methods.MethodCatalog.All.Select(entry => entry.Name).Where(paper.Contains), training.Recipes.Select(NameOf));
    }

    [Theory]
    [InlineData("compare lfem", "Found the unknown method \"lfem\". Did you mean lfme? Expected ce, kd,")]
    [InlineData("compare bkd bkd", "Found the method \"bkd\" twice, expected each once.")]
    [InlineData("compare paper ce", "Found the method \"ce\" twice, expected each once; paper and all name several.")]
    [InlineData("compare bkd bkd:temperature=2", "Found \"bkd\" and \"bkd:temperature=2\", which are the same training here, that of stage ")]
    [InlineData("compare bkd bkd:teacherNetwork=resnet8", "Found \"bkd\" and \"bkd:teacherNetwork=resnet8\", which are the same training here")]
    [InlineData("compare bkd --set temperature=3", "Write it behind the method's name, such as bkd:temperature=VALUE.")]
    [InlineData("compare ce --set temperature=3", "such as kd:temperature=VALUE.")]
    [InlineData("compare kd bkd:beta=0.9 --beta 0.9", "behind the method's name, such as bkd:beta=VALUE instead.")]
    [InlineData("compare bkd:temprature=2", "Found the unknown setting \"temprature\" of bkd. Did you mean temperature? Expected temperature or beta or")]
    [InlineData("compare ce:temperature=2", "Found the unknown setting \"temperature\" of ce. ce has none.")]
    [InlineData("compare bkd:temperature", "Found \"bkd:temperature\", expected METHOD or METHOD:SETTING=VALUE,SETTING=VALUE, such as bkd:temperature=4.")]
    [InlineData("compare bkd:", "Found \"bkd:\", expected METHOD or METHOD:SETTING=VALUE")]
    [InlineData("compare bkd:beta=0,beta=1", "Found \"beta\" twice in \"bkd:beta=0,beta=1\", expected it once.")]
    [InlineData("compare bkd:temperature=-1", "bkd:temperature=-1: method.temperature: found temperature -1, expected a number above 0")]
    [InlineData("compare bkd:beta=1", "bkd:beta=1: method.beta: found beta 1, expected a number in [0, 1)")]
    [InlineData("compare bkd:temperature=hot", "bkd:temperature=hot: method.temperature: found \"hot\", expected a number")]
    [InlineData("compare paper:beta=1", "Found the unknown method \"paper\".")]
    [InlineData("compare ce --preset fiar", "Found --preset \"fiar\", expected fair, paper or reference.")]
    [InlineData("compare ce --seeds 1,1", "Found --seeds \"1,1\", where the seed 1 stands twice, expected each seed once.")]
    [InlineData("compare ce --recipe cifar10-lt-100-ce --subset-seeds 2,2", "Found --subset-seeds \"2,2\", where the seed 2 stands twice, expected each seed once.")]
    [InlineData("compare ce --seeds 0-2,1", "Found --seeds \"0-2,1\", where the seed 1 stands twice, expected each seed once.")]
    [InlineData("compare ce --seeds 0-999,1000", "Found --seeds \"0-999,1000\", expected at most 1000 different seeds such as 0-4 or 0,1,2.")]
    [InlineData("compare ce --subset-seeds 0-2", "Found --subset-seeds 0-2 for fashion-lt, which is taken as it is")]
    [InlineData("compare ce --recipe fashion-lt-bdk", "Found the unknown recipe \"fashion-lt-bdk\". Did you mean fashion-lt-bkd?")]
    [InlineData("compare ce --set temperature=4", "Found --set temperature=4, which belongs to one method. Write it behind the method's name, such as")]
    [InlineData("compare ce --set method.name=kd", "Found --set method.name=kd, which belongs to one method. Write the methods as arguments")]
    [InlineData("compare ce --set epochs=0", "--set epochs=0: epochs: found 0")]
    [InlineData("compare ce --temperature 4", "Found the unknown option \"--temperature\". It belongs to a method: write it behind the method's name, such as")]
    [InlineData("compare ce --subset-seed 0", "Found the unknown option \"--subset-seed\". It belongs to the recipe: write --set data.subsetSeed=... instead. Did you mean --subset-seeds?")]
    public void Wrong_usage_is_explained(string commandLine, string message)
    {
        ConsoleRun run = ConsoleRun.Of(commandLine, s_none);
        Assert.Equal((ExitCode.Usage, ""), (run.Code, run.Out));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    static string NameOf(Recipe recipe) => recipe.Method.Plan(recipe).Method;
}
