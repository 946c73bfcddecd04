using LongTail.Native;

namespace LongTail.Tests.Native;

public sealed class LoadFailureTests
{
    public LoadFailureTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "These are messages of Linux's loader.");

    [Theory]
    [InlineData("/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by /a/libLibTorchSharp.so)", "2.34 or newer is needed", "Debian 12")]
    [InlineData("/lib64/libstdc++.so.6: version `GLIBCXX_3.4.30' not found (required by /a/libLibTorchSharp.so)", "GLIBCXX_3.4.30 or newer is needed", "Ubuntu 22.04")]
    [InlineData("libgomp-98b21ff3.so.1: cannot open shared object file: No such file or directory", "libgomp-98b21ff3.so.1, which libLibTorchSharp.so needs", "dotnet build")]
    [InlineData("libtorch.so: cannot open shared object file: No such file or directory", "libtorch.so, which libLibTorchSharp.so needs", "dotnet add package libtorch-cpu-linux-x64 --version 2.10.0")]
    [InlineData("Unable to load shared library '/a/libtorch.so' or one of its dependencies.\n/a/libtorch.so: cannot open shared object file: No such file or directory", "/a/libtorch.so, which libLibTorchSharp.so needs", "libtorch-cpu-linux-x64")]
    [InlineData("/a/libtorch.so: libc10.so: cannot open shared object file: No such file or directory", "libc10.so, which", "libtorch-cpu-linux-x64")]
    [InlineData("/a/libLibTorchSharp.so: undefined symbol: _ZN2at4_ops", "does not fit the libtorch", "dotnet build")]
    [InlineData("/a/libLibTorchSharp.so: cannot open shared object file: Permission denied", "may not be read", "rights")]
    [InlineData("/a/libLibTorchSharp.so: failed to map segment from shared object: Operation not permitted", "may not be read or run", "noexec")]
    [InlineData("/a/libLibTorchSharp.so: wrong ELF class: ELFCLASS32", "made for another processor", "dotnet build")]
    [InlineData("/a/libLibTorchSharp.so: file too short", "damaged", "dotnet build")]
    [InlineData("something never seen", "did not load", "dotnet build")]
    public void What_the_loader_says_becomes_what_was_found_and_what_to_do(string loader, string found, string advice)
    {
        (string Found, string Advice) diagnosis = LoadFailure.Diagnose("/a/libLibTorchSharp.so", loader);
        Assert.Contains(found, diagnosis.Found, StringComparison.Ordinal);
        Assert.Contains(advice, diagnosis.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void The_system_is_named_first_and_the_loader_last()
    {
        string[] lines = LoadFailure.Explain("/a/libLibTorchSharp.so", "file too short").Split('\n');
        Assert.StartsWith($"libtorch cannot be used on {Host.Name}: ", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("file too short", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_package_that_is_named_is_the_one_that_is_built_with()
    {
        string packages = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props"));
        Assert.Contains($"\"{LoadFailure.Package}\" Version=\"{TorchFolder.NeededVersion}.0\"", packages, StringComparison.Ordinal);
    }

    [Fact]
    public void The_newest_symbol_version_of_a_library_is_found_by_number() =>
        Assert.Equal(new Version(3, 4, 30), Host.NewestGlibcxxIn("GLIBCXX_3.4\0GLIBCXX_3.4.9\0GLIBCXX_3.4.30\0GLIBCXX_DEBUG\0"u8.ToArray()));

    [Fact]
    public void The_system_is_named_as_its_makers_do() =>
        Assert.Equal("Debian GNU/Linux 12 (bookworm)", Host.NameIn(["ID=debian", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\""]));
}
