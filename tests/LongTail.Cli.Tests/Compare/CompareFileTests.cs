using System.Text.Json;
using LongTail.Cli.Tests.Fakes;

namespace LongTail.Cli.Tests.Compare;

public sealed class CompareFileTests : IDisposable
{
    const string Arguments = "compare ce kd bkd:temperature=4,beta=0.9 --seeds 0-1 --set epochs=3 --set evaluateEvery=1 --quiet";

    readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_table_of_values_has_a_line_per_method_and_a_second_one_a_line_per_run()
    {
        Write("--csv", "table.csv");
        Snapshot.Same(Lines("table.csv"), "compare-csv");
        Snapshot.Same(Lines("table-runs.csv"), "compare-runs-csv");
    }

    [Fact]
    public void Files_that_cannot_be_written_are_refused_before_anything_is_trained()
    {
        FakeTraining training = new() { BeforeStep = (_, _) => Assert.Fail("nothing is trained") };
        if (OperatingSystem.IsLinux())
        {
            ConsoleRun run = ConsoleRun.Of($"{Arguments} --csv /proc/table.csv", training);
            Assert.Equal((ExitCode.Storage, ""), (run.Code, run.Out));
            Assert.Contains("/proc", run.Error, StringComparison.Ordinal);
        }
        Directory.CreateDirectory(Path.Combine(_folder.Path, "table-runs.csv"));   // in the place of the second file
        ConsoleRun second = ConsoleRun.Of($"{Arguments} --csv {Path.Combine(_folder.Path, "table.csv")}", training);
        Assert.Equal((ExitCode.Usage, ""), (second.Code, second.Out));
        Assert.Contains("table-runs.csv", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_line_of_values_has_a_cell_for_each_column_and_ends_as_the_standard_says()
    {
        Write("--csv", "table.csv");
        foreach (string name in new[] { "table.csv", "table-runs.csv" })
        {
            string text = File.ReadAllText(Path.Combine(_folder.Path, name));
            Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
            string[] lines = text.Replace("\"bkd:temperature=4,beta=0.9\"", "bkd", StringComparison.Ordinal).TrimEnd().Split("\r\n");
            Assert.All(lines, line => Assert.Equal(lines[0].Count(letter => letter == ','), line.Count(letter => letter == ',')));
            Assert.Equal(name == "table.csv" ? 4 : 7, lines.Length);
        }
    }

    [Fact]
    public void A_page_says_how_to_make_the_tables_again()
    {
        Write("--markdown", "table.md");
        Snapshot.Same(Lines("table.md").Replace(_folder.Path, "FOLDER", StringComparison.Ordinal), "compare-markdown");
    }

    [Fact]
    public void Json_is_one_object_and_nothing_else_on_standard_output()
    {
        ConsoleRun run = ConsoleRun.Of("compare ce bkd --seeds 0-1 --set epochs=2 --json");
        Assert.Equal(0, run.Code);
        Assert.Contains("epoch 2/2", run.Error, StringComparison.Ordinal);
        Snapshot.Same(run.Out.Replace(ProgramVersion.Text, "VERSION", StringComparison.Ordinal), "compare-json");
    }

    // Of the fake, all epochs are equally good but for the last, which is worse.
    [Fact]
    public void The_epoch_that_was_best_on_validation_images_is_told_of_students_and_of_teachers_that_teach_with_it()
    {
        string path = Path.Combine(_folder.Path, "validated.csv");
        JsonElement json = JsonElement.Parse(ConsoleRun.Of(["compare", "kd", "kd:teacherEpoch=best-on-validation", "kd:teacherEpoch=best-on-test", "--set", "epochs=3", "--set", "evaluateEvery=1", "--json", "--csv", path], new() { BestOnValidation = 1 }).Out);
        JsonElement[] runs = [.. json.GetProperty("methods").EnumerateArray().Select(method => method.GetProperty("runs")[0])];
        double last = runs[0].GetProperty("last").GetProperty("top1").GetDouble(), before = runs[0].GetProperty("bestOnTest").GetProperty("top1").GetDouble();
        Assert.True(before > last);
        Assert.All(runs, run => Assert.Equal((0, 1, before), (run.GetProperty("bestEpoch").GetInt32(), run.GetProperty("validatedEpoch").GetInt32(), run.GetProperty("validated").GetProperty("top1").GetDouble())));
        Assert.All(runs, run => Assert.Equal((0, 0), (run.GetProperty("onValidation").GetProperty("top1").GetDouble(), run.GetProperty("onValidation").GetProperty("few").GetDouble())));
        Assert.Equal([2, 1, 1], runs.Select(run => run.GetProperty("teachers")[0].GetProperty("epoch").GetInt32()));
        Assert.Equal([-1, 0, 0], runs.Select(run => Math.Round(run.GetProperty("teachers")[0].GetProperty("top1").GetDouble() - runs[1].GetProperty("teachers")[0].GetProperty("top1").GetDouble(), 9)));
        Assert.Equal([false, false, true], runs.Select(run => run.GetProperty("sawTestLabels").GetBoolean()));
        string[][] rows = [.. File.ReadAllLines(path.Replace(".csv", "-runs.csv", StringComparison.Ordinal)).Select(line => line.Split(','))];
        Assert.Equal(["1", "1", "1"], rows[1..].Select(row => row[Array.IndexOf(rows[0], "validated_epoch")]));
    }

    [Theory]
    [InlineData("--csv", "nowhere/table.csv", "in a folder that does not exist")]
    [InlineData("--markdown", "nowhere/table.md", "in a folder that does not exist")]
    [InlineData("--csv", "", "expected the path of a file")]
    [InlineData("--markdown", ".", "expected the path of a file")]
    public void A_file_that_cannot_be_written_is_refused_before_anything_is_trained(string option, string name, string message)
    {
        string path = name.Length == 0 ? " " : Path.Combine(_folder.Path, name);
        ConsoleRun run = ConsoleRun.Of(["compare", "ce", option, path], new() { BeforeStep = (_, _) => Assert.Fail("Trained all the same.") });
        Assert.Equal((ExitCode.Usage, ""), (run.Code, run.Out));
        Assert.Contains($"Found {option}", run.Error, StringComparison.Ordinal);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_reports_in_one_file_are_refused()
    {
        string path = Path.Combine(_folder.Path, "table-runs.csv");
        foreach (string csv in new[] { path, Path.Combine(_folder.Path, "table.csv") })
            Assert.Contains("expected two files", ConsoleRun.Of(["compare", "ce", "--csv", csv, "--markdown", path]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_earlier_report_is_replaced()
    {
        string path = _folder.Write("table.md", "");
        Write("--markdown", "table.md");
        File.AppendAllText(path, "more");
        Write("--markdown", "table.md");
        Assert.StartsWith("# ce, kd, bkd", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.DoesNotContain("more", File.ReadAllText(path), StringComparison.Ordinal);
        Write("--csv", "table.csv");
        Write("--csv", "table.csv");
    }

    [Theory]
    [InlineData("--markdown", "notes.md", "# My notes\n")]
    [InlineData("--csv", "photos.csv", "path,label\na.jpg,cat\n")]
    [InlineData("--csv", "recipe.json", "{ \"epochs\": 1 }")]
    public void Another_file_is_not_replaced(string option, string name, string text)
    {
        string path = _folder.Write(name, text);
        ConsoleRun run = ConsoleRun.Of([.. Arguments.Split(' '), option, path]);
        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Contains($"Found a file at {option} \"{path}\" that is no such report of longtail, expected none, or an earlier report to replace.", run.Error, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact]
    public void The_file_of_runs_is_not_replaced_either()
    {
        string path = _folder.Write("table-runs.csv", "path,label\n");
        Assert.Equal(2, ConsoleRun.Of([.. Arguments.Split(' '), "--csv", Path.Combine(_folder.Path, "table.csv")]).Code);
        Assert.Equal("path,label\n", File.ReadAllText(path));
    }

    void Write(string option, string name) =>
        Assert.Equal(0, ConsoleRun.Of([.. Arguments.Split(' '), option, Path.Combine(_folder.Path, name)], new() { Chance = stage => stage.Method == "kd" ? 3 * stage.Seed : 0 }).Code);

    string Lines(string name) => File.ReadAllText(Path.Combine(_folder.Path, name)).ReplaceLineEndings("\n");
}
