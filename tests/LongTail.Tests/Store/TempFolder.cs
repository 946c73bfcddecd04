namespace LongTail.Tests.Store;

/// <summary>An empty folder that goes with the test.</summary>
sealed class TempFolder(string path) : IDisposable
{
    const string Prefix = "longtail-test-";
    const string Memory = "/dev/shm";

    public TempFolder() : this(Directory.CreateTempSubdirectory(Prefix).FullName) { }

    public string Path => path;

    public string this[string name] => System.IO.Path.Combine(path, name);

    /// <summary>In memory where the system offers it: for tests that make thousands of small files.</summary>
    public static TempFolder InMemory() => Directory.Exists(Memory)
        ? new(Directory.CreateDirectory(System.IO.Path.Combine(Memory, Prefix + System.IO.Path.GetRandomFileName())).FullName)
        : new();

    public void Dispose() => Directory.Delete(path, recursive: true);
}
