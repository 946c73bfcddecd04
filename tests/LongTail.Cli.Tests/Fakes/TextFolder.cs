namespace LongTail.Cli.Tests.Fakes;

/// <summary>A folder of small files that is gone after the test.</summary>
sealed class TextFolder : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("longtail-cli-");

    public string Path => _folder.FullName;

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string name, string text)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
