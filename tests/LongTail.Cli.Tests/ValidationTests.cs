using System.Globalization;
using System.Text.Json;
using LongTail.Cli.Tests.Fakes;

namespace LongTail.Cli.Tests;

/// <summary>Class folders with train, val and test, as a user goes through with them.</summary>
public sealed class ValidationTests : IDisposable
{
    static readonly string[] s_small =
        ["--set", "data.size=16", "--set", "network.name=resnet8", "--set", "network.width=2", "--set", "epochs=2", "--set", "batchSize=4", "--set", "optimizer.warmup=0", "--threads", "1", "--device", "cpu"];

    readonly PhotoFolder _folder = new();

    public ValidationTests()
    {
        int number = 0;
        foreach ((string part, int pictures) in new[] { ("train", 6), ("val", 3), ("test", 2) })
            foreach (string name in new[] { "cat", "dog" })
                for (int i = 0; i < pictures - (name == "dog" ? 1 : 0); i++) _folder.Picture($"../divided/{part}/{name}/{i}.png", number++);
    }

    string Photos => Path.Combine(_folder.Path, "divided");

    string Out => Path.Combine(_folder.Path, "out");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_tells_the_epoch_chosen_on_them_and_evaluate_measures_it()
    {
        ConsoleRun run = Real(["train", Recipe, "--data", Photos, "--out", Out, .. s_small]);
        Assert.Equal(0, run.Code);
        Assert.Matches(@"Best epoch, chosen on the validation images by balanced accuracy: ce [0-9.]+ \(epoch [12]\)\.\nBest epoch, chosen on the test set by balanced accuracy and so too high: ce ", run.Out);
        JsonElement trained = JsonElement.Parse(Real(["train", Recipe, "--data", Photos, "--out", Out, "--json", .. s_small]).Out).GetProperty("runs")[0];
        JsonElement selected = trained.GetProperty("validated");

        string network = Directory.GetDirectories(Path.Combine(Out, "stages")).Single();
        ConsoleRun measured = Real(["evaluate", network, "--data", Photos, "--weights", "best"]);
        Assert.Equal((0, ""), (measured.Code, measured.Error));
        Assert.Contains($"weights after epoch {selected.GetProperty("epoch").GetInt32() + 1} of 2, best on its validation images", measured.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        JsonElement json = JsonElement.Parse(Real(["evaluate", network, "--data", Photos, "--weights", "best", "--json"]).Out);
        Assert.Equal("validation images", json.GetProperty("bestChosenOn").GetString());
        Assert.Equal(selected.GetProperty("top1").GetDouble(), json.GetProperty("result").GetProperty("top1").GetDouble());
    }

    [Fact]
    public void Compare_has_a_column_of_the_epoch_chosen_on_them_in_place_of_halves()
    {
        string csv = Path.Combine(_folder.Path, "compare.csv");
        ConsoleRun run = Real(["compare", "ce", "cb", "--recipe", Recipe, "--data", Photos, "--out", Out, "--csv", csv, .. s_small]);
        Assert.Equal(0, run.Code);
        Assert.Contains("validation: the epoch that was best on the validation images.", run.Out.ReplaceLineEndings(""), StringComparison.Ordinal);
        Assert.DoesNotContain("halves", run.Out, StringComparison.Ordinal);
        Assert.Contains("\nOn the validation images, after the last epoch\n", run.Out, StringComparison.Ordinal);
        string history = File.ReadLines(Path.Combine(Directory.GetDirectories(Path.Combine(Out, "stages"), "ce-*").Single(), "history.jsonl")).Last();
        JsonElement measured = JsonElement.Parse(history).GetProperty("onValidation");
        double right = measured.GetProperty("correct").EnumerateArray().Sum(count => count.GetInt32());
        string[][] rows = [.. File.ReadAllLines(csv).Select(line => line.Split(','))];
        int column = Array.IndexOf(rows[0], "validated_top1_mean");
        Assert.All(rows[1..], row => Assert.InRange(double.Parse(row[column], CultureInfo.InvariantCulture), 0, 100));
        Assert.Equal(100 * right / 5, double.Parse(rows[1][Array.IndexOf(rows[0], "on_validation_top1_mean")], CultureInfo.InvariantCulture), 3);
    }

    [Fact]
    public void A_tau_that_is_chosen_on_them_is_told()
    {
        string[] asked = ["compare", "ce", "la-post-hoc:tauFrom=validation", "--recipe", Recipe, "--data", Photos, "--out", Out, .. s_small];
        ConsoleRun run = Real(asked);
        Assert.Equal(0, run.Code);
        JsonElement row = JsonElement.Parse(Real([.. asked, "--json"]).Out).GetProperty("methods").EnumerateArray().Single(method => method.GetProperty("method").GetString() == "la-post-hoc");
        string tau = row.GetProperty("runs")[0].GetProperty("chosen").GetProperty("tau").GetDouble().ToString(CultureInfo.InvariantCulture);
        Assert.Equal("validation", row.GetProperty("settings").GetProperty("tauFrom").GetString());
        Assert.False(row.GetProperty("settings").TryGetProperty("tau", out _));   // what was given did not count
        string csv = Path.Combine(_folder.Path, "chosen.csv");
        Assert.Equal(0, Real([.. asked, "--csv", csv]).Code);
        Assert.Contains(File.ReadAllLines(Path.Combine(_folder.Path, "chosen-runs.csv")), line => line.Contains($",tau {tau},", StringComparison.Ordinal));
        ConsoleRun both = Real(["compare", "la-post-hoc:tau=1,tauFrom=validation", "--recipe", Recipe, "--data", Photos, "--out", Out, .. s_small]);
        Assert.Equal(ExitCode.Usage, both.Code);
        Assert.Contains("Found tau and tauFrom in \"la-post-hoc:tau=1,tauFrom=validation\", expected one of them", both.Error, StringComparison.Ordinal);
        Assert.Contains($"la-post-hoc:tauFrom=validation: tau {tau} chosen on the validation images.\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_check_counts_them_and_data_lists_writes_them()
    {
        ConsoleRun check = ConsoleRun.Of(["data", "check", "--data", Photos]);
        Assert.Equal((0, ""), (check.Code, check.Error));
        Assert.Contains("11 pictures to train on, 3 to measure on, 5 to choose on", check.Out, StringComparison.Ordinal);
        JsonElement cat = JsonElement.Parse(ConsoleRun.Of(["data", "check", "--data", Photos, "--json"]).Out).GetProperty("classes")[0];
        Assert.Equal((6, 2, 3), (cat.GetProperty("train").GetInt32(), cat.GetProperty("test").GetInt32(), cat.GetProperty("validation").GetInt32()));

        string to = Path.Combine(_folder.Path, "lists");
        ConsoleRun lists = ConsoleRun.Of(["data", "lists", "--data", Photos, "--to", to]);
        Assert.Equal((0, ""), (lists.Code, lists.Error));
        Assert.StartsWith("11 pictures to train on and 3 to measure on and 5 to choose on, 2 classes", lists.Out, StringComparison.Ordinal);
        Assert.Equal(["val/cat/0.png 0", "val/cat/1.png 0", "val/cat/2.png 0", "val/dog/0.png 1", "val/dog/1.png 1"], File.ReadAllLines(Path.Combine(to, "validation.txt")));
        string[] told = [.. lists.Out.Split("To train on them: ")[1].Split(", with the same --data.")[0].Split(' ')];
        Assert.Contains("5 to choose on", ConsoleRun.Of(["data", "check", "--data", Photos, .. told]).Out, StringComparison.Ordinal);

        string[] tables = [.. ConsoleRun.Of(["data", "lists", "--csv", "--data", Photos, "--to", to]).Out.Split("To train on them: ")[1].Split(", with the same --data.")[0].Split(' ')];
        JsonElement read = JsonElement.Parse(ConsoleRun.Of(["data", "check", "--json", "--data", Photos, .. tables]).Out);
        Assert.Equal([3, 2], read.GetProperty("classes").EnumerateArray().Select(entry => entry.GetProperty("validation").GetInt32()));
    }

    [Fact]
    public void Annotations_name_them_as_well()
    {
        foreach ((string part, int pictures) in new[] { ("train", 6), ("val", 3), ("test", 2) })
            _folder.Write($"divided/{part}.json", JsonSerializer.Serialize(new
            {
                images = Enumerable.Range(0, pictures).Select(i => new { id = i, file_name = $"{part}/{(i % 2 == 0 ? "cat" : "dog")}/{i / 2}.png" }),
                annotations = Enumerable.Range(0, pictures).Select(i => new { id = i, image_id = i, category_id = i % 2 }),
                categories = new[] { new { id = 0, name = "cat" }, new { id = 1, name = "dog" } },
            }));
        ConsoleRun check = ConsoleRun.Of(["data", "check", "--json", "--data", Photos, "--set", "data.set=annotations", "--set", "data.train=train.json", "--set", "data.test=test.json", "--set", "data.validation=val.json"]);
        Assert.Equal((0, ""), (check.Code, check.Error));
        Assert.Equal([2, 1], JsonElement.Parse(check.Out).GetProperty("classes").EnumerateArray().Select(entry => entry.GetProperty("validation").GetInt32()));

        ConsoleRun missing = ConsoleRun.Of(["data", "check", "--data", Photos, "--set", "data.set=annotations", "--set", "data.train=train.json", "--set", "data.test=test.json", "--set", "data.validation=vale.json"]);
        Assert.Equal(ExitCode.Data, missing.Code);
        Assert.Contains("check data.train, data.test, data.validation and --data", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_is_trained_on_and_chosen_on_is_found()
    {
        File.Copy(Path.Combine(Photos, "train", "cat", "0.png"), Path.Combine(Photos, "val", "cat", "9.png"));
        ConsoleRun check = ConsoleRun.Of(["data", "check", "--data", Photos]);
        Assert.Contains("equal files, training and validation: 1 group(s) of 2 pictures", check.Out, StringComparison.Ordinal);
    }

    static ConsoleRun Real(string[] args) => ConsoleRun.Of(args, change: host => host with { Library = new() });

    string Recipe => _folder.Write("divided.json", """{ "data": { "set": "folders" }, "method": { "name": "ce" }, "network": { "name": "resnet8" } }""");
}
