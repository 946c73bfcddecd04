using LongTail.Native;

namespace LongTail.Tests.Native;

public sealed class LoadingTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("longtail-test-").FullName;

    public LoadingTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "The fallback and LONGTAIL_LIBTORCH are for Linux.");

    [Fact]
    public async Task The_fallback_is_used_where_the_ordinary_load_fails_and_only_there()
    {
        TorchRuntime.EnsureLoaded();
        string ordinary = await Child.RunAsync(forbidFallback: true);
        Assert.Equal(NativeFallback.AppliedTo is null, ordinary.StartsWith("computed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_forbidden_fallback_is_not_used()
    {
        Assert.SkipWhen(Host.NewestGlibcxx >= new Version(3, 4, 32), "This machine's libstdc++ needs no fallback.");
        string message = await Child.RunAsync(forbidFallback: true);
        string first = message.Split('\n')[0];
        Assert.Contains($"libstdc++ goes up to GLIBCXX_{Host.NewestGlibcxx}; GLIBCXX_3.4.32 or newer is needed", first, StringComparison.Ordinal);
        Assert.Contains(NativeFallback.Switch, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_library_is_told_with_the_folders_that_were_searched()
    {
        CopyApplication(without: TorchLibrary.FileName);
        string message = await Child.RunAsync(_folder);
        Assert.Contains("libLibTorchSharp.so, TorchSharp's native library, was not found", message.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains(_folder, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_libtorch_is_told_by_name()
    {
        CopyApplication(without: "libtorch.so");
        Assert.Contains("libtorch.so, which libLibTorchSharp.so needs, was not found", (await Child.RunAsync(_folder)).Split('\n')[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_library_is_told()
    {
        CopyApplication(without: TorchLibrary.FileName);
        await File.WriteAllTextAsync(Path.Combine(_folder, TorchLibrary.FileName), "not a library", TestContext.Current.CancellationToken);
        Assert.Contains("damaged", (await Child.RunAsync(_folder)).Split('\n')[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_libtorch_of_the_users_choice_is_used_and_the_packaged_one_stays_out()
    {
        string lib = Directory.CreateDirectory(Path.Combine(_folder, "torch", "lib")).FullName;
        // Real copies: the dynamic linker takes links to one file for one library.
        foreach (string file in (string[])["libc10.so", "libtorch_cpu.so", "libtorch.so", "libgomp-98b21ff3.so.1"])
            File.Copy(TorchLibrary.FindPackaged(file)!, Path.Combine(lib, file));
        await File.WriteAllTextAsync(Path.Combine(_folder, "torch", "version.py"), "__version__ = '2.10.0+cpu'\n", TestContext.Current.CancellationToken);

        string report = await Child.RunAsync(libtorch: Path.Combine(_folder, "torch"));
        Assert.StartsWith("computed", report, StringComparison.Ordinal);
        Assert.Contains($"libtorch: {lib}/libtorch_cpu.so", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_folder_of_the_users_choice_is_an_error_not_a_wish()
    {
        string message = await Child.RunAsync(libtorch: _folder);
        Assert.Contains($"LONGTAIL_LIBTORCH is '{_folder}', and libc10.so and libtorch_cpu.so and libtorch.so", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_loads_from_a_temporary_folder_that_is_gone_afterwards()
    {
        HashSet<string> before = [.. Directory.GetDirectories(Path.GetTempPath(), "longtail-native-*")];
        TorchRuntime.EnsureLoaded();
        byte[] empty = File.ReadAllBytes(TorchLibrary.FindPackaged("libtorch.so")!);
        Assert.NotEqual(0, MemoryLibrary.LoadFromFolder("libtorch.so", empty));
        Assert.Subset(before, new HashSet<string>(Directory.GetDirectories(Path.GetTempPath(), "longtail-native-*")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    void CopyApplication(string without)
    {
        foreach (string path in Directory.GetFiles(AppContext.BaseDirectory).Where(path => Path.GetFileName(path) != without))
        {
            string copy = Path.Combine(_folder, Path.GetFileName(path));
            if (path.Contains(".so", StringComparison.Ordinal)) File.CreateSymbolicLink(copy, File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
            else File.Copy(path, copy);
        }
    }
}
