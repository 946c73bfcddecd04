using LongTail.Foundation;
using LongTail.Native;

namespace LongTail.Tests.Native;

public sealed class TorchFolderTests : IDisposable
{
    readonly string _root = Directory.CreateTempSubdirectory("longtail-test-").FullName;

    [Theory]
    [InlineData("site-packages/torch/lib")]
    [InlineData("site-packages/torch")]
    [InlineData("site-packages")]
    public void The_folder_may_be_named_at_three_depths(string named)
    {
        string lib = Libraries("libc10.so", "libtorch_cpu.so", "libtorch.so");
        Assert.Equal(new TorchFolder(lib, null), TorchFolder.Open(Path.Combine(_root, named)));
    }

    [Theory]
    [InlineData("version.py", "__version__ = '2.10.0+cu128'\ndebug = False", "2.10.0+cu128")]
    [InlineData("build-version", "2.10.1+cpu\n", "2.10.1+cpu")]
    [InlineData("version.py", "__version__ = '2.11.0+cu130'", "2.11.0+cu130")]
    public void The_version_is_read_from_beside_the_libraries(string file, string text, string version)
    {
        string lib = Libraries("libc10.so", "libtorch_cpu.so", "libtorch.so");
        File.WriteAllText(Path.Combine(lib, "..", file), text);
        Assert.Equal(version, TorchFolder.Open(lib).Version);
    }

    [Theory]
    [InlineData("1.13.0a0")]
    [InlineData("2.9.1")]
    [InlineData("2.100.0")]
    public void Another_version_is_refused(string version)
    {
        string lib = Libraries("libc10.so", "libtorch_cpu.so", "libtorch.so");
        File.WriteAllText(Path.Combine(lib, "..", "version.py"), $"__version__ = '{version}'");
        AssertRefused($"holds libtorch {version}; 2.10 or 2.11 is needed", lib);
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_refused() => AssertRefused("there is no such folder", Path.Combine(_root, "nowhere"));

    [Fact]
    public void An_incomplete_folder_is_refused_with_what_is_missing() => AssertRefused("and libtorch_cpu.so cannot be found", Libraries("libc10.so", "libtorch.so"));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    string Libraries(params string[] files)
    {
        string lib = Directory.CreateDirectory(Path.Combine(_root, "site-packages", "torch", "lib")).FullName;
        foreach (string file in files) File.WriteAllText(Path.Combine(lib, file), "");
        return lib;
    }

    static void AssertRefused(string reason, string path)
    {
        string message = Assert.Throws<PlatformException>(() => TorchFolder.Open(path)).Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains(TorchFolder.Advice, message, StringComparison.Ordinal);
    }
}
