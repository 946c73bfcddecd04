using LongTail.Figures;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Tools.WriteResults;

namespace LongTail.Tools.Tests;

public sealed class WholePageTests
{
    [Fact]
    public void A_run_becomes_a_folder_of_page_numbers_and_charts()
    {
        Assert.SkipUnless(HasFont(), "This system has no font, and charts need one.");
        using TempFolder run = new(), results = new();
        FakeRun.Stage("ce", 0, [1, 2, 3, 4], [5, 6, 7, 8]).WriteInto(run.Path);
        FakeRun.Stage("kd", 0, [1, 2, 3, 4], [5, 6, 7, 8]).WriteInto(run.Path);
        string folder = Path.Combine(results.Path, "new", "toy");

        string[] names = [.. ResultFolder.Write(new(run.Path, folder))];
        Assert.Equal(names.Order(StringComparer.Ordinal), Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        foreach (string name in names) Assert.True(new FileInfo(Path.Combine(folder, name)).Length > 100, name);

        string page = File.ReadAllText(Path.Combine(folder, "README.md"));
        Assert.StartsWith("# ce, kd on toy\n", page, StringComparison.Ordinal);
        foreach (string chart in names.Where(name => name.EndsWith(".png", StringComparison.Ordinal))) Assert.Contains($"({chart})", page, StringComparison.Ordinal);
        Assert.Contains(">epoch</text>", File.ReadAllText(Path.Combine(folder, "tail.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_run_leaves_nothing()
    {
        using TempFolder run = new();
        string folder = Path.Combine(run.Path, "results");
        Assert.ThrowsAny<LongTailException>(() => ResultFolder.Write(new(run.Path, folder)));
        Assert.False(Path.Exists(folder));
    }

    [Fact]
    public void The_arguments_may_come_in_any_order() =>
        Assert.Equal(
            new Request("run", "out") { Title = "a", Command = "b", NoteFile = "c" },
            Request.Parse(["--title", "a", "run", "--command", "b", "out", "--note", "c"]));

    [Theory]
    [InlineData("run")]
    [InlineData("run", "out", "more")]
    [InlineData("run", "out", "--title")]
    [InlineData("run", "out", "--colour", "red")]
    public void Other_arguments_are_not_understood(params string[] arguments) => Assert.Null(Request.Parse(arguments));

    static bool HasFont()
    {
        try
        {
            return new CurveFigure { Title = "", Curves = [new(new("ce"), [new(1, RepeatedMeasurement.Of(50))])] }.Draw().Svg != "";
        }
        catch (PlatformException)
        {
            return false;
        }
    }
}
