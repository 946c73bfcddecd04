using System.Text.Json;
using LongTail.Cli.Tests.Fakes;
using LongTail.Kernels;
using LongTail.Runs;

namespace LongTail.Cli.Tests;

public sealed class PlanTests
{
    static readonly FakeTraining s_half = new()
    {
        StateOf = stage => (stage.Method, stage.Seed) switch
        {
            ("ce", 0) => StageState.Trained,
            ("bkd", 0) => StageState.Interrupted,
            _ => StageState.ToTrain,
        },
        BeforeStep = (_, _) => Assert.Fail("plan trains nothing"),
    };

    [Fact]
    public void A_plan_shows_what_is_there_and_what_is_left() => Snapshot.Same(ConsoleRun.Of("plan cifar10-lt-100-kd cifar10-lt-100-bkd --seeds 0-1", s_half).Out, "plan");

    [Fact]
    public void Weights_that_do_not_fit_are_refused_by_the_plan_already()
    {
        using TextFolder folder = new();
        folder.Write("page.pth", "<html>404</html>");
        ConsoleRun run = Plan("network.weights=" + Path.Combine(folder.Path, "page.pth"));
        Assert.Equal((4, ""), (run.Code, run.Out));
        Assert.Contains("found a web page or other markup", run.Error, StringComparison.Ordinal);
        ConsoleRun part = Plan("network.trained=head");
        Assert.Equal((2, ""), (part.Code, part.Out));
        Assert.Contains("trains the head alone of a network with freshly drawn weights", part.Error, StringComparison.Ordinal);

        ConsoleRun Plan(string setting) => ConsoleRun.Of(["plan", "fashion-lt-ce", "--set", setting, "--out", Path.Combine(folder.Path, "out")], null, host => host with { Library = host.Library with { Plan = RunPlan.Of } });
    }

    [Fact]
    public void Images_of_two_streams_are_counted_in_both()
    {
        double Images(string recipe) => JsonElement.Parse(ConsoleRun.Of($"plan fashion-lt-ce --set epochs=2 {recipe} --json").Out).GetProperty("stages")[0].GetProperty("images").GetDouble();
        Assert.Equal(2 * Images(""), Images("--set method.name=bbn"));
    }

    [Fact]
    public void A_plan_is_one_json_object_too()
    {
        JsonElement[] stages = [.. JsonElement.Parse(ConsoleRun.Of("plan cifar10-lt-100-bkd --json", s_half).Out).GetProperty("stages").EnumerateArray()];
        Assert.Equal(["trained", "interrupted"], stages.Select(s => s.GetProperty("state").GetString()));
        Assert.Equal(260 * 200, stages[1].GetProperty("images").GetInt64());
    }

    [Fact]
    public void A_plan_says_which_students_share_their_batches_and_their_teachers_answers()
    {
        JsonElement[] stages = [.. JsonElement.Parse(ConsoleRun.Of("plan cifar10-lt-100-kd cifar10-lt-100-bkd --json", new()).Out).GetProperty("stages").EnumerateArray()];
        Assert.Equal([0, 1, 1], stages.Select(stage => stage.GetProperty("sideBySideWith").GetArrayLength()));
        Assert.Equal(stages[2].GetProperty("key").GetString(), stages[1].GetProperty("sideBySideWith")[0].GetString());
    }

    [Fact]
    public void Experts_are_planned_with_the_images_of_their_classes()
    {
        JsonElement[] stages = [.. JsonElement.Parse(ConsoleRun.Of("plan fashion-lt-ce --set method.name=lfme --set epochs=4 --json", new()).Out).GetProperty("stages").EnumerateArray()];
        Assert.Equal([("expert-many", 800), ("expert-medium", 200), ("expert-few", 40), ("lfme", 1040)], stages.Select(stage => (stage.GetProperty("method").GetString()!, stage.GetProperty("images").GetInt32())));
        Assert.Equal("oltr", stages[2].GetProperty("subset").GetProperty("groups").GetString());
    }

    [Theory, InlineData("--precision bf16", "resnet32-bf16"), InlineData("--set precision=bf16", "resnet32-bf16"), InlineData("--set precision=bf16 --precision fp32", "resnet32"), InlineData("", "resnet32")]
    public void The_precision_asked_for_makes_another_network(string option, string network) =>
        Assert.Contains(network + " ", ConsoleRun.Of($"plan cifar10-lt-100-ce {option}".TrimEnd(), new()).Out, StringComparison.Ordinal);

    [Theory]
    [InlineData("--device cuda", true, "resnet32-bf16")]
    [InlineData("--device cuda:1", false, "resnet32")]
    [InlineData("", true, "resnet32-bf16")]
    public void The_precision_left_to_the_machine_is_that_of_the_device(string device, bool has, string network)
    {
        FakeTraining training = new() { HasBFloat16 = _ => has };
        Assert.Contains(network + " ", ConsoleRun.Of($"plan cifar10-lt-100-ce --precision auto {device}".TrimEnd(), training).Out, StringComparison.Ordinal);
        Assert.Contains("resnet32 ", ConsoleRun.Of($"plan cifar10-lt-100-ce --precision fp32 {device}".TrimEnd(), training).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_processor_it_is_what_the_processor_multiplies()
    {
        string network = KernelSupport.HasBFloat16 ? "resnet32-bf16 " : "resnet32 ";
        Assert.Contains(network, ConsoleRun.Of("plan cifar10-lt-100-ce --precision auto --device cpu", new()).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_precision_is_refused()
    {
        ConsoleRun run = ConsoleRun.Of("plan cifar10-lt-100-ce --precision fp16", new());
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("Found --precision \"fp16\", expected fp32, bf16 or auto.", run.Error, StringComparison.Ordinal);
    }
}
