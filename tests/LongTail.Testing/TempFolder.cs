namespace LongTail.Testing;

/// <summary>An empty folder that goes with the test.</summary>
sealed class TempFolder(string path) : IDisposable
{
    const string Prefix = "longtail-test-";
    const string Memory = "/dev/shm";

    public TempFolder() : this(Directory.CreateTempSubdirectory(Prefix).FullName) { }

    public string Path => path;

    /// <summary>The path of something in it; parts of the name are parted by '/'.</summary>
    public string this[string name] => System.IO.Path.Join([path, .. name.Split('/')]);

    /// <summary>In memory where the system offers it: for tests that make thousands of small files.</summary>
    public static TempFolder InMemory() => Directory.Exists(Memory)
        ? new(Directory.CreateDirectory(System.IO.Path.Combine(Memory, Prefix + System.IO.Path.GetRandomFileName())).FullName)
        : new();

    /// <summary>As the indexer.</summary>
    public string At(string name) => this[name];

    /// <summary>Writes a file, with the folders above it, and gives its path.</summary>
    public string Write(string name, byte[] contents)
    {
        string file = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, contents);
        return file;
    }

    public void Dispose() => Directory.Delete(path, recursive: true);
}
