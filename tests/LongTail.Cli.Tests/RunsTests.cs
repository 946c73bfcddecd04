using System.Text.Json;
using LongTail.Cli.Tests.Fakes;
using LongTail.Runs;

namespace LongTail.Cli.Tests;

public sealed class RunsTests : IDisposable
{
    readonly PhotoFolder _folder = new();

    string Out => Path.Combine(_folder.Path, "runs");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Networks_are_listed_with_what_they_are_and_what_they_came_to()
    {
        Train(0);
        Train(1);
        ConsoleRun run = ConsoleRun.Of(["runs", Out], change: Wide);
        Assert.Equal((0, ""), (run.Code, run.Error));
        string[] rows = [.. run.Out.Split('\n').Where(line => line.Contains("ce-", StringComparison.Ordinal))];
        Assert.Equal(2, rows.Length);
        Assert.Matches(@"[/\\]runs[/\\]stages[/\\]ce-\w{12} │ resnet8w2 │ folders │ 2 of 5 to 3 │ +1 │ +0 │ +[0-9.]+ │ +[0-9.]+ │ 20\d\d-\d\d-\d\d", rows[0]);
        Assert.Contains("2 network(s). Accuracy in %, on their test images, after the last epoch.", run.Out, StringComparison.Ordinal);

        JsonElement[] networks = [.. JsonElement.Parse(ConsoleRun.Of(["runs", Out, "--json"]).Out).GetProperty("networks").EnumerateArray()];
        Assert.Equal([0, 1], networks.Select(network => network.GetProperty("seed").GetInt32()));
        Assert.Equal(["ce", "ce"], networks.Select(network => network.GetProperty("method").GetString()!));
        Assert.All(networks, network => Assert.True(Directory.Exists(network.GetProperty("folder").GetString())));
    }

    [Fact]
    public void A_damaged_one_is_told_and_hides_no_other()
    {
        Train(0);
        Train(1);
        string damaged = Directory.GetDirectories(Path.Combine(Out, "stages")).Order(StringComparer.Ordinal).First();
        File.AppendAllText(Path.Combine(damaged, "history.jsonl"), "x");
        ConsoleRun run = ConsoleRun.Of(["runs", Out], change: Wide);
        Assert.Equal(4, run.Code);
        Assert.Contains("1 network(s).", run.Out, StringComparison.Ordinal);
        Assert.Contains($"Damaged: {Path.Combine(damaged, "history.jsonl")}: found ", run.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(4, ConsoleRun.Of(["runs", Out, "--json"]).Code);
    }

    [Fact]
    public void A_folder_without_trainings_is_refused()
    {
        ConsoleRun run = ConsoleRun.Of(["runs", _folder.Photos]);
        Assert.Equal(4, run.Code);
        Assert.Contains("found no folder stages there, expected the output folder of longtail train", run.Error, StringComparison.Ordinal);
    }

    static Host Wide(Host host) => host with { Width = 200 };

    void Train(int seed) => Assert.Equal(0, ConsoleRun.Of(
        ["train", "fashion-lt-ce", "--set", "data.set=folders", "--set", "data.size=8", "--set", "network.width=2", "--set", "epochs=1", "--set", $"seed={seed}", "--data", _folder.Photos, "--out", Out, "--quiet"],
        change: host => host with { Library = host.Library with { Plan = RunPlan.Of, Run = (plan, environment, observer, cancel) => new StageRunner(environment, observer).Run(plan, cancel) } }).Code);
}
