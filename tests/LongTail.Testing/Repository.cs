namespace LongTail.Testing;

/// <summary>The source files, as the house tests read them.</summary>
static class Repository
{
    /// <summary>The folder of LongTail.slnx, above the test's output.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The library's folder.</summary>
    public static string Library => Path.Combine(Root, "src", "LongTail");

    /// <summary>C# files under a folder, paths relative to it with '/'; build outputs are left out.</summary>
    public static IEnumerable<string> SourcesOf(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "artifacts" or "bin" or "obj"))
            .Order(StringComparer.Ordinal);

    static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "LongTail.slnx"))) return folder;
        throw new DirectoryNotFoundException($"Found no LongTail.slnx above '{AppContext.BaseDirectory}'. Run the tests from the repository's own build output.");
    }
}
