using System.Text.Json;
using LongTail.Cli.Tests.Fakes;

namespace LongTail.Cli.Tests;

public sealed class ResultTableTests
{
    [Fact]
    public void One_seed_has_intervals_over_the_test_images() =>
        Snapshot.Same(Result("train cifar10-lt-100-kd cifar10-lt-100-bkd"), "result-one-seed");

    [Fact]
    public void Several_seeds_have_a_mean_and_its_interval() =>
        Snapshot.Same(Result("train cifar10-lt-100-kd cifar10-lt-100-bkd --seeds 0-4"), "result-five-seeds");

    [Fact]
    public void A_network_without_a_teacher_gains_nothing() => Snapshot.Same(Result("train cifar10-lt-100-ce"), "result-ce-only");

    [Fact]
    public void Different_data_have_a_table_each()
    {
        string result = Result("train fashion-lt-ce cifar10-lt-100-ce cifar100-lt-10-ce --set network.name=resnet14");
        Assert.Contains("fashion-lt, resnet14: 3 classes", result, StringComparison.Ordinal);
        Assert.Contains("cifar10, exponential, ratio 100, resnet14: 3 classes", result, StringComparison.Ordinal);
        Assert.Contains("cifar100, exponential, ratio 10, resnet14: 3 classes", result, StringComparison.Ordinal);
    }

    // One name, two lists: they are no two seeds of one network, and neither has the classes of the other.
    [Fact]
    public void Data_of_one_name_and_other_files_have_a_table_each_with_the_names_of_the_recipes()
    {
        using TextFolder folder = new();
        string[] recipes = [.. ((string[])["one", "two"]).Select(name => folder.Write($"{name}.json",
            $$"""{ "name": "{{name}}", "data": { "set": "list", "train": "{{name}}.txt", "test": "test.txt" }, "network": { "name": "resnet10" }, "method": { "name": "ce" }, "epochs": 2, "batchSize": 8, "optimizer": { "schedule": "cosine" } }"""))];
        string result = Result($"train {recipes[0]} {recipes[1]}");
        Assert.Contains("list, resnet10 (one): 3 classes", result, StringComparison.Ordinal);
        Assert.Contains("list, resnet10 (two): 3 classes", result, StringComparison.Ordinal);
        Assert.DoesNotContain("n = 2", result, StringComparison.Ordinal);
        JsonElement[] runs = [.. JsonElement.Parse(Result($"train {recipes[0]} {recipes[1]} --json")).GetProperty("runs").EnumerateArray()];
        Assert.Equal(["one", "two"], runs.Select(run => run.GetProperty("recipe").GetString()));
    }

    [Fact]
    public void Rows_of_other_numbers_of_seeds_say_theirs()
    {
        using TextFolder folder = new();
        string other = folder.Write("other.json", """{ "extends": "fashion-lt-ce", "seed": 7, "optimizer": { "learningRate": 0.2 } }""");
        string first = folder.Write("first.json", """{ "extends": "fashion-lt-ce" }"""), second = folder.Write("second.json", """{ "extends": "fashion-lt-ce", "seed": 1 }""");
        Assert.Contains("over seeds: n = 2 of ce, 1 of ce. Of one seed: 95 % interval over", Result($"train {first} {second} {other}").ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void Experts_of_single_groups_have_tables_of_their_own_and_nothing_is_a_gain_over_them()
    {
        string result = Result("train fashion-lt-ce --set method.name=lfme");
        Assert.Contains("fashion-lt, many-shot classes only (OLTR's), resnet8: 1 classes of 200 to 200", result, StringComparison.Ordinal);
        Assert.Contains("fashion-lt, few-shot classes only (OLTR's), resnet8: 1 classes of 10 to 10", result, StringComparison.Ordinal);
        Assert.Contains("fashion-lt, resnet8: 3 classes of 200 to 10", result, StringComparison.Ordinal);
        Assert.DoesNotContain("gain", result, StringComparison.Ordinal);
        JsonElement[] runs = [.. JsonElement.Parse(Result("train fashion-lt-ce --set method.name=lfme --json")).GetProperty("runs").EnumerateArray()];
        Assert.Equal(["many", "medium", "few", null], runs.Select(run => run.TryGetProperty("subset", out JsonElement subset) ? subset.GetProperty("group").GetString() : null));
    }

    [Theory]
    [InlineData("test", true)]
    [InlineData("training", false)]
    public void What_was_steered_by_the_test_labels_is_marked(string feedback, bool steered)
    {
        string command = $"train fashion-lt-ce --set method.name=lfme --set method.feedback={feedback}", result = Result(command).ReplaceLineEndings(" ");
        Assert.Equal((steered, steered), (result.Contains("│ (saw test labels)", StringComparison.Ordinal), result.Contains("are too high to report", StringComparison.Ordinal)));
        Assert.Equal([false, false, false, steered],
            JsonElement.Parse(Result($"{command} --json")).GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("sawTestLabels").GetBoolean()));
    }

    [Fact]
    public void Without_few_shot_classes_the_gain_is_told_by_the_medium_ones()
    {
        string result = Result("train cifar10-lt-100-bkd", new(200, 150, 30));
        Assert.Contains("few (0)", result, StringComparison.Ordinal);
        Assert.Contains("│ tail gain (medium) │", result, StringComparison.Ordinal);
        Assert.Contains("+20.00", result, StringComparison.Ordinal);   // the fake gives bkd ten images per label: 2 x 10 of 100 for label 2
    }

    [Fact]
    public void Without_these_either_it_is_told_by_the_two_smallest_classes()
    {
        string result = Result("train cifar10-lt-100-bkd", new(300, 200, 150));
        Assert.Contains("│ tail gain (last two classes) │", result, StringComparison.Ordinal);
        Assert.Contains("+15.00", result, StringComparison.Ordinal);   // mean of 10 and 20
    }

    [Theory]
    [InlineData(100, true, true)]
    [InlineData(80, true, true)]
    [InlineData(74, false, false)]
    public void A_narrow_terminal_gets_a_smaller_table(int width, bool hasRecipes, bool hasIntervals)
    {
        ConsoleRun run = ConsoleRun.Of(["train", "--quiet", "--set", "epochs=2"], null, host => host with { Width = width });
        string[] table = [.. run.Out.Split('\n').Where(line => line.StartsWith('│'))];
        Assert.All(table, line => Assert.True(line.Length <= width, line));
        Assert.Equal(hasRecipes, table.Any(line => line.Contains("fashion-lt-bkd", StringComparison.Ordinal)));
        Assert.Equal(hasIntervals, table.Any(line => line.Contains("64.6-81.6", StringComparison.Ordinal)));
    }

    static string Result(string commandLine, LongTail.Foundation.ClassCounts? counts = null) =>
        ConsoleRun.Of(commandLine + " --quiet --set epochs=2 --set evaluateEvery=1", counts is null ? null : new() { Counts = counts }).Out;
}
