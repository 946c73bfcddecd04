using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LongTail.Foundation;
using TorchSharp;

namespace LongTail.Native;

/// <summary>The native library under everything that computes.</summary>
public static class TorchRuntime
{
    static readonly Lazy<bool> Loaded = new(Load);

    /// <summary>Loads the native library, so that a platform on which it does not work is reported here and not in the middle of the work. Further calls cost nothing.</summary>
    /// <remarks>
    /// Call it before any other use of TorchSharp, whose own attempt, once failed, cannot be repeated, and whose message names the wrong cause.
    /// The environment variable LONGTAIL_LIBTORCH names the folder of another libtorch 2.10 to use, such as a PyTorch installation's.
    /// On Linux with glibc it also lets the C library's allocator keep freed memory, for speed.
    /// </remarks>
    /// <exception cref="PlatformException">The library is missing or does not load; the message says what was found, what is needed and what to do.</exception>
    public static void EnsureLoaded() => _ = Loaded.Value;

    /// <summary>Facts about the native library and its platform, one per line, for reports of faults. Loads nothing and never fails.</summary>
    public static ImmutableArray<string> Describe() =>
    [
        $"system: {Host.Name}, {RuntimeInformation.RuntimeIdentifier}",
        $".NET: {RuntimeInformation.FrameworkDescription}",
        $"glibc: {Host.GlibcVersion ?? "none"}",
        $"libstdc++: {(Host.NewestGlibcxx is { } newest ? $"GLIBCXX_{newest}" : "not seen")}",
        $"TorchSharp: {typeof(torch).Assembly.GetName().Version}, for libtorch {TorchFolder.NeededVersion}",
        $"native library: {TorchLibrary.FindPackaged(TorchLibrary.FileName) ?? "not found"}",
        $"loaded: {(IsLoaded ? "yes" : "no")}",
        $"fallback for older libstdc++: {(NativeFallback.AppliedTo is not null ? "used" : NativeFallback.IsAllowed ? "not used" : "forbidden")}",
        $"{TorchFolder.Variable}: {TorchFolder.Setting ?? "not set"}",
        $"libtorch: {Host.MappedFile(OperatingSystem.IsWindows() ? "torch_cpu.dll" : "libtorch_cpu.so") ?? "not seen"}",
    ];

    static bool IsLoaded => Loaded.IsValueCreated && Loaded.Value;

    static bool Load()
    {
        Allocator.KeepFreedMemory();
        _ = TorchFolder.Current;
        if (TorchLibrary.FindPackaged(TorchLibrary.FileName) is not null) _ = TorchLibrary.Current;
        else if (!NativeLibrary.TryLoad(TorchLibrary.Name, typeof(torch).Assembly, null, out _)) throw new PlatformException(LoadFailure.Missing());
        try
        {
            RuntimeHelpers.RunClassConstructor(typeof(torch).TypeHandle);
        }
        catch (Exception e) when (e is TypeInitializationException or NotSupportedException or DllNotFoundException or EntryPointNotFoundException)
        {
            throw new PlatformException(LoadFailure.Explain(TorchLibrary.FileName, (e.InnerException ?? e).Message), e);
        }
        return true;
    }
}
