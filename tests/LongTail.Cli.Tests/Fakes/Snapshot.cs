using System.Text.RegularExpressions;

namespace LongTail.Cli.Tests.Fakes;

/// <summary>Texts that users see, kept as files in Snapshots so that a change of them is visible in review.</summary>
/// <remarks>To accept changed texts, run the tests once with the environment variable LONGTAIL_UPDATE_SNAPSHOTS set to 1, and review the difference.</remarks>
static partial class Snapshot
{
    const string Variable = "LONGTAIL_UPDATE_SNAPSHOTS";

    /// <summary>Compares a text with the kept one. Keys of stages are masked: they follow from the library, which has tests for them.</summary>
    public static void Same(string text, string name) => Exactly(StageKeys().Replace(text, match => new string('#', match.Length)), name);

    /// <summary>Compares a text with the kept one, keys too.</summary>
    public static void Exactly(string text, string name)
    {
        string path = Path.Combine(Repository, "tests", "LongTail.Cli.Tests", "Snapshots", name + ".txt");
        if (Environment.GetEnvironmentVariable(Variable) == "1") File.WriteAllText(path, text);
        Assert.True(File.Exists(path), $"Found no {path}; run once with {Variable}=1 to write it.");
        string kept = File.ReadAllText(path).ReplaceLineEndings("\n");
        if (OperatingSystem.IsWindows()) text = Separators().Replace(text, "/");
        Assert.True(kept == text, $"Found a text that differs from Snapshots/{name}.txt; run once with {Variable}=1 to accept it. Found:\n{text}");
    }

    // Between the parts of a path, also where JSON writes them twice.
    [GeneratedRegex(@"(?<=[\w:])\\{1,2}(?=[\w#])")]
    private static partial Regex Separators();

    [GeneratedRegex(@"\b([0-9a-f]{64}|[0-9a-f]{12})\b")]
    private static partial Regex StageKeys();

    /// <summary>The folder of the solution.</summary>
    public static string Repository
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LongTail.slnx"))) folder = folder.Parent;
            return folder?.FullName ?? throw new InvalidOperationException("Found no LongTail.slnx above the tests.");
        }
    }
}
