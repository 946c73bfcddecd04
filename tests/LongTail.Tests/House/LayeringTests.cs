using System.Text.RegularExpressions;

namespace LongTail.Tests.House;

public sealed partial class LayeringTests
{
    static readonly Rooms Table = Rooms.Read(File.ReadAllText(Path.Combine(Repository.Root, "ARCHITECTURE.md")));

    [Fact]
    public void Every_file_uses_only_rooms_its_row_allows()
    {
        string[] faults = [.. Repository.SourcesOf(Repository.Library).Where(path => Table.May.ContainsKey(path.Split('/')[0]))
            .SelectMany(path => Table.Faults(path, File.ReadAllText(Path.Combine(Repository.Library, path))))];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    [Theory, InlineData("LongTail.Figures"), InlineData("LongTail.Recipes"), InlineData("LongTail.Onnx")]
    public void A_project_beside_the_library_uses_the_rooms_of_its_row_and_no_tensors(string project)
    {
        string row = File.ReadLines(Path.Combine(Repository.Root, "ARCHITECTURE.md")).Single(line => line.StartsWith($"{project} :", StringComparison.Ordinal));
        string[] allowed = [project.Split('.')[1], .. row.Split(':', ';')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        string folder = Path.Combine(Repository.Root, "src", project);
        string[] faults = [.. Repository.SourcesOf(folder)
            .SelectMany(path => UsedByProject().Matches(File.ReadAllText(Path.Combine(folder, path))).Select(used => (Path: path, Used: used.Value)))
            .Where(use => !allowed.Contains(use.Used))
            .Select(use => $"{project}/{use.Path} uses {use.Used}: not in its row of ARCHITECTURE.md.")];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Every_folder_has_a_row_and_every_row_a_folder()
    {
        string[] folders = [.. Repository.SourcesOf(Repository.Library).Where(path => path.Contains('/', StringComparison.Ordinal)).Select(path => path.Split('/')[0]).Distinct()];
        string[] faults =
        [
            .. folders.Except(Table.May.Keys).Select(folder => $"src/LongTail/{folder} has no row in ARCHITECTURE.md."),
            .. Table.May.Keys.Except(folders).Select(room => $"ARCHITECTURE.md has a row for {room}, and there is no such folder in src/LongTail."),
        ];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    [Fact]
    public void A_room_uses_only_rooms_above_it()
    {
        string[] rows = [.. File.ReadLines(Path.Combine(Repository.Root, "ARCHITECTURE.md")).Select(line => line.Split(' ')[0]).Where(Table.May.ContainsKey).Distinct()];
        Assert.Equal(Table.May.Keys.Order(), rows.Order());
        foreach ((string room, var used) in Table.May)
            foreach (string other in used) Assert.True(Array.IndexOf(rows, other) < Array.IndexOf(rows, room), $"{room} may use {other}, whose row is not above its own.");
    }

    [Theory]
    [InlineData("using LongTail.Training;\nnamespace LongTail.Methods;", "Methods/Bkd.cs uses Training: not in the table.")]
    [InlineData("namespace LongTail.Methods;\nclass A { LongTail.Training.Trainer t; }", "Methods/Bkd.cs uses Training: not in the table.")]
    [InlineData("namespace LongTail.Methods;\nclass A { Training.Trainer t; }", "Methods/Bkd.cs uses Training: not in the table.")]
    [InlineData("namespace LongTail.Losses;", "Methods/Bkd.cs has the namespace LongTail.Losses: LongTail.Methods is expected.")]
    [InlineData("class A;", "Methods/Bkd.cs has the namespace (none): LongTail.Methods is expected.")]
    public void A_forbidden_use_is_told_in_a_sentence(string source, string fault) =>
        Assert.Equal([fault], Example.Faults("Methods/Bkd.cs", source));

    [Theory]
    [InlineData("using LongTail.Foundation;\nnamespace LongTail.Methods;")]
    [InlineData("using TorchSharp;\nnamespace LongTail.Methods;\nclass A { /* x */ int b = this.Training.Count; } // LongTail.Training")]
    public void An_allowed_use_is_not(string source) => Assert.Empty(Example.Faults("Methods/Bkd.cs", source));

    [Fact]
    public void A_room_without_TorchSharp_may_not_mention_it() =>
        Assert.Equal(["Foundation/A.cs mentions TorchSharp: Foundation must do without."], Example.Faults("Foundation/A.cs", "using TorchSharp;\nnamespace LongTail.Foundation;"));

    static Rooms Example => Rooms.Read("Foundation : - ; no TorchSharp\nMethods    : Foundation\nTraining   : Foundation\nRuns       : everything above\n");

    [GeneratedRegex(@"(?<=\bLongTail\.)[A-Z]\w+|TorchSharp")]
    private static partial Regex UsedByProject();
}
