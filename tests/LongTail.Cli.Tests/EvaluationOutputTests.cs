using System.Collections.Immutable;
using System.Text.Json;
using LongTail.Cli.Tests.Fakes;
using LongTail.Runs;

namespace LongTail.Cli.Tests;

/// <summary>What evaluate tells of each class, to programs and to people, of few classes and of thousands.</summary>
public sealed class EvaluationOutputTests
{
    [Fact]
    public void Programs_get_precision_recall_F1_calibration_and_intervals()
    {
        JsonElement json = JsonElement.Parse(Evaluate("evaluate runs/x --json", Checkpoints.Uneven).Out), result = json.GetProperty("result");
        Assert.Equal("""{"kind":"test set","images":9,"classesWithoutImages":[]}""", JsonSerializer.Serialize(json.GetProperty("measuredOn")));
        Assert.Equal((23.3333, 0.5, 64.2857), (result.GetProperty("ece").GetDouble(), result.GetProperty("nll").GetDouble(), result.GetProperty("macroF1").GetDouble()));
        // (57.1429 + 85.7143 + 50) / 3; nine beliefs of 0.9 with six right; Wilson's intervals of 6 of 9, 9 of 9, the mean of the three classes, 2 of 3, 3 of 3 and 1 of 3.
        Assert.Equal("""{"top1":[35.4202,87.9416],"top5":[70.0855,100],"balanced":[35.2493,88.0207],"many":[20.766,93.8508],"medium":[43.8503,100],"few":[6.1492,79.234]}""", JsonSerializer.Serialize(result.GetProperty("intervals")));
        Assert.Equal(
            """{"label":2,"name":"bag","group":"few","trainImages":10,"testImages":3,"correct":1,"takenForIt":1,"accuracy":33.3333,"interval":[6.1492,79.234],"recall":33.3333,"precision":100,"f1":50}""",
            JsonSerializer.Serialize(json.GetProperty("perClass")[2]));
        Assert.Contains("calibration: ECE 23.33 %, NLL 0.500", Evaluate("evaluate runs/x", Checkpoints.Uneven).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_has_a_line_for_each_class()
    {
        using TextFolder folder = new();
        string file = Path.Combine(folder.Path, "classes.csv");
        ConsoleRun run = Evaluate($"evaluate runs/x --csv {file}", Checkpoints.Uneven);
        Assert.Equal(
            [
                "label,class,group,train_images,test_images,correct,taken_for_it,recall,recall_low,recall_high,precision,f1",
                "0,shirt,many,200,3,2,4,66.6667,20.766,93.8508,50,57.1429",
                "1,boot,medium,50,3,3,4,100,43.8503,100,75,85.7143",
                "2,bag,few,10,3,1,1,33.3333,6.1492,79.234,100,50",
            ],
            File.ReadAllLines(file));
        Assert.Contains("Confusion matrix", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_confusions_of_many_classes_are_told_by_their_cells_and_nothing_of_the_size_of_the_matrix_is_held()
    {
        const int classes = 8142;
        EvaluatedCheckpoint checkpoint = Checkpoints.Of([.. Enumerable.Range(0, classes).Select(i => $"class {i}")], [.. Enumerable.Repeat(5, classes)]);
        string file = Path.GetTempFileName();
        try
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            using (StreamWriter output = new(file))
                ConsoleRun.Of(["evaluate", "runs/x", "--json"], null, host => host with { Out = output, Library = host.Library with { Evaluate = (_, _, _, _, _) => checkpoint } });
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 150 << 20);   // the matrix alone has 265 MB
            JsonElement json = JsonElement.Parse(File.ReadAllText(file));
            Assert.False(json.TryGetProperty("confusion", out _));
            Assert.Equal((2 * classes, "[0,0,2]", "[0,1,1]"), (json.GetProperty("confusionCells").GetArrayLength(), JsonSerializer.Serialize(json.GetProperty("confusionCells")[0]), JsonSerializer.Serialize(json.GetProperty("confusionCells")[1])));
            Assert.Equal("class 8141", json.GetProperty("perClass")[8141].GetProperty("name").GetString());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory, InlineData(3), InlineData(15), InlineData(30)]
    public void Long_names_of_classes_break_no_heading(int classes)
    {
        ImmutableArray<string> names = [.. Enumerable.Range(0, classes).Select(i => $"{i} {new string('x', 190)}")];
        foreach (int width in new[] { 80, 100 })
        {
            string shown = ConsoleRun.Of(["evaluate", "runs/x"], null, host => host with { Width = width, Library = host.Library with { Evaluate = (_, _, _, _, _) => Checkpoints.Of(names, [.. Enumerable.Repeat(50, classes)]) } }).Out;
            foreach (string heading in new[] { "group", "trained on", "tested on", "recall", "precision", "F1" }) Assert.Contains($" {heading} ", shown, StringComparison.Ordinal);
            Assert.All(shown.Split('\n'), line => Assert.InRange(line.Length, 0, width));
            foreach (string name in names) Assert.Equal(1, shown.Split('\n').Count(line => line.StartsWith($"│ {name[..8]}", StringComparison.Ordinal) && line.Contains("medium", StringComparison.Ordinal)));
        }
    }

    static ConsoleRun Evaluate(string commandLine, EvaluatedCheckpoint checkpoint) =>
        ConsoleRun.Of(commandLine.Split(' '), null, host => host with { Library = host.Library with { Evaluate = (_, _, _, _, _) => checkpoint } });
}
