using System.Text.Json;
using LongTail.Cli.Tests.Fakes;
using LongTail.Foundation;
using LongTail.Runs;

namespace LongTail.Cli.Tests;

public sealed class TrainTests
{
    [Fact]
    public void Without_a_recipe_the_embedded_set_is_trained()
    {
        FakeTraining training = new();
        ConsoleRun.Of("train --quiet", training);
        Assert.Equal("fashion-lt-bkd", training.Recipes.Single().Name);
    }

    // Who names a folder of pictures and nothing else means these pictures.
    [Theory]
    [InlineData("train --data photos --quiet", "photos", "folders")]
    [InlineData("plan --data photos", "photos", "folders")]
    [InlineData("compare bkd --data photos --plan", "bkd", "folders")]
    [InlineData("train --data photos --set data.size=32 --quiet", "photos", "folders")]
    [InlineData("train --data images --set data.set=cifar10 --quiet", "fashion-lt-bkd", "cifar10")]
    [InlineData("train fashion-lt-ce --data photos --quiet", "fashion-lt-ce", "fashion-lt")]
    [InlineData("compare bkd --recipe fashion-lt-bkd --data photos --plan", "bkd", "fashion-lt")]
    public void A_data_folder_without_a_recipe_is_one_of_photos(string commandLine, string recipe, string set)
    {
        FakeTraining training = new();
        Assert.Equal(0, ConsoleRun.Of(commandLine, training).Code);
        Assert.Equal((recipe, set), (training.Recipes.Single().Name, training.Recipes.Single().Data.Set));
    }

    [Fact]
    public void Options_reach_the_run()
    {
        FakeTraining training = new();
        Assert.Equal(0, ConsoleRun.Of("train cifar10-lt-100-kd --data images --out elsewhere --threads 3 --set epochs=2 --quiet", training).Code);
        Assert.Equal(("elsewhere", "images", 3), (training.Environment!.OutputFolder, training.Environment.DataFolder, training.Environment.Threads));
        Assert.Equal(2, training.Recipes.Single().Epochs);
    }

    [Theory]
    [InlineData("train --quiet", "auto", false, false, false)]
    [InlineData("train --quiet --device cpu", "cpu", false, false, false)]
    [InlineData("train --quiet --device cuda --tf32", "cuda:0", true, false, false)]
    [InlineData("train --quiet --device cuda:1 --cuda-graph", "cuda:1", false, true, false)]
    [InlineData("train --quiet --device cuda --cudnn-benchmark", "cuda:0", false, false, true)]
    public void The_device_reaches_the_run_and_no_key(string commandLine, string device, bool tf32, bool graph, bool benchmark)
    {
        FakeTraining training = new(), usual = new();
        string output = ConsoleRun.Of(commandLine, training).Out;
        RunEnvironment run = training.Environment!;
        Assert.Equal((device, tf32, graph, benchmark), (run.Device.ToString(), run.Tf32, run.CudaGraph, run.CudnnBenchmark));
        Assert.Equal(ConsoleRun.Of("train --quiet", usual).Out, output);
    }

    [Fact]
    public void Results_go_to_the_folder_runs_unless_told_otherwise()
    {
        FakeTraining training = new();
        ConsoleRun.Of("train --quiet", training);
        Assert.Equal(("runs", null, null), (training.Environment!.OutputFolder, training.Environment.DataFolder, training.Environment.Threads));
    }

    [Fact]
    public void Seeds_repeat_everything_one_seed_after_the_other()
    {
        FakeTraining training = new();
        ConsoleRun.Of("train cifar10-lt-100-kd cifar10-lt-100-bkd --seeds 0-1,7 --set epochs=2 --quiet", training);
        Assert.Equal(["cifar10-lt-100-kd 0", "cifar10-lt-100-bkd 0", "cifar10-lt-100-kd 1", "cifar10-lt-100-bkd 1", "cifar10-lt-100-kd 7", "cifar10-lt-100-bkd 7"],
            training.Recipes.Select(r => $"{r.Name} {r.Seed}"));
    }

    [Fact]
    public void Recipes_share_their_teacher_and_name_it_after_the_one_that_asks_for_it()
    {
        Assert.Equal(["ce teacher cifar10-lt-100-kd", "kd student cifar10-lt-100-kd", "bkd student cifar10-lt-100-bkd"], Networks("train cifar10-lt-100-kd cifar10-lt-100-bkd"));
        Assert.Equal(["ce teacher cifar10-lt-100-ce", "kd student cifar10-lt-100-kd"], Networks("train cifar10-lt-100-kd cifar10-lt-100-ce"));

        static IEnumerable<string> Networks(string commandLine) => Json(commandLine).GetProperty("runs").EnumerateArray()
            .Select(run => $"{run.GetProperty("method")} {run.GetProperty("role")} {run.GetProperty("recipe")}");
    }

    [Fact]
    public void Json_is_one_object_and_nothing_else_on_standard_output()
    {
        ConsoleRun run = ConsoleRun.Of("train cifar10-lt-100-bkd --set epochs=3 --set evaluateEvery=1 --json");
        Assert.Equal(0, run.Code);
        using JsonDocument document = JsonDocument.Parse(run.Out);
        Assert.EndsWith("}\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("epoch 3/3", run.Error, StringComparison.Ordinal);
        Snapshot.Same(run.Out.Replace(ProgramVersion.Text, "VERSION", StringComparison.Ordinal), "train-json");
    }

    [Fact]
    public void After_a_failure_standard_output_is_empty_with_json_too()
    {
        ConsoleRun run = ConsoleRun.Of("train --json", new() { BeforeStep = (_, _) => throw new DivergedException("what happened") });
        Assert.Equal((6, ""), (run.Code, run.Out));
    }

    [Fact]
    public void A_group_without_classes_is_null_in_json()
    {
        JsonElement last = Json("train", new() { Counts = new(300, 200, 150) }).GetProperty("runs")[0].GetProperty("last");
        Assert.Equal((JsonValueKind.Number, JsonValueKind.Null, JsonValueKind.Null),
            (last.GetProperty("many").ValueKind, last.GetProperty("medium").ValueKind, last.GetProperty("few").ValueKind));
    }

    [Fact]
    public void A_network_found_in_the_store_is_said_to_be_reused()
    {
        FakeTraining training = new() { StateOf = stage => stage.Method == "ce" ? StageState.Trained : StageState.ToTrain };
        Assert.Equal([true, false], Json("train --set epochs=1", training).GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("reused").GetBoolean()));
        Assert.Contains("[1/2] ce resnet32 seed 0: found trained", ConsoleRun.Of("train cifar10-lt-100-bkd --set epochs=2", training).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("plan")]
    [InlineData("compare ce")]
    public void A_folder_is_held_in_the_name_of_the_command(string command)
    {
        FakeTraining training = new();
        ConsoleRun.Of($"{command} --set epochs=1", training);
        Assert.Equal($"longtail {command.Split(' ')[0]}", training.Environment!.Command);
    }

    [Fact]
    public void Groups_follow_the_convention_asked_for()
    {
        FakeTraining training = new() { Counts = new(100, 50, 20) };   // kang: three of medium; oltr: one each
        Assert.Equal(JsonValueKind.Null, Json("train", training).GetProperty("runs")[0].GetProperty("last").GetProperty("many").ValueKind);
        Assert.Equal(JsonValueKind.Number, Json("train --groups oltr", training).GetProperty("runs")[0].GetProperty("last").GetProperty("many").ValueKind);
    }

    [Fact]
    public void Progress_is_a_line_per_epoch_where_nobody_watches() =>
        Snapshot.Same(ConsoleRun.Of("train cifar10-lt-100-kd --set epochs=3 --set evaluateEvery=2").Out, "train-plain");

    [Fact]
    public void The_first_step_tells_once_how_long_the_program_ran_before_it()
    {
        string output = ConsoleRun.Of(["train", "cifar10-lt-100-kd", "--set", "epochs=3"], change: host => host with { Running = () => TimeSpan.FromSeconds(1.25) }).Out;
        Assert.Equal("[1/2] ce resnet32 seed 0: first step after 1.25 s", output.Split('\n').Single(line => line.Contains("first step", StringComparison.Ordinal)));
    }

    [Fact]
    public void Quiet_shows_the_result_only()
    {
        ConsoleRun run = ConsoleRun.Of("train --set epochs=2 --quiet");
        Assert.Equal("", run.Error);
        Assert.StartsWith("fashion-lt, resnet", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_is_captured_has_colours() => Assert.DoesNotContain('\u001b', ConsoleRun.Of("train --set epochs=2").Out);

    static JsonElement Json(string commandLine, FakeTraining? training = null) =>
        JsonElement.Parse(ConsoleRun.Of(commandLine + " --json", training).Out);
}
