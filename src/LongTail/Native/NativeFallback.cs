using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using LongTail.Foundation;

namespace LongTail.Native;

/// <summary>Lets TorchSharp load on Linux with a libstdc++ older than GCC 13's (Debian 12, Ubuntu 22.04).</summary>
/// <remarks>
/// libLibTorchSharp.so requires GLIBCXX_3.4.32 for one symbol, std::ios_base_library_init(): a marker that the headers of GCC 13 leave
/// behind. Nothing refers to it, and libtorch, loaded before, does what it stands for. So a copy in memory whose requirement is
/// flagged weak works. The runtime asks here only after its own search has failed; nothing on disk is changed.
/// See docs/decisions/0001-native-fallback.md.
/// </remarks>
static class NativeFallback
{
    /// <summary>AppContext switch; false forbids the fallback.</summary>
    public const string Switch = "LongTail.NativeFallback";

    /// <summary>The requirement that is not needed.</summary>
    public static readonly ElfVersionRequirement Marker = new("GLIBCXX_3.4.32", "_ZSt21ios_base_library_initv");

    /// <summary>The file the fallback was used for; null while it was not.</summary>
    public static string? AppliedTo => TorchLibrary.IfOpened is { UsedFallback: true } library ? library.Path : null;

    /// <summary>Whether the fallback may be used.</summary>
    public static bool IsAllowed => !AppContext.TryGetSwitch(Switch, out bool allowed) || allowed;

    /// <summary>Offers the library to the runtime. Runs when this assembly is first used, before its first line.</summary>
#pragma warning disable CA2255 // A module initializer is the only place before TorchSharp's own static constructor, which fails for good.
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Register()
    {
        if (!OperatingSystem.IsLinux()) return;
        AssemblyLoadContext context = AssemblyLoadContext.GetLoadContext(typeof(NativeFallback).Assembly) ?? AssemblyLoadContext.Default;
        context.ResolvingUnmanagedDll += (_, name) => name == TorchLibrary.Name ? Offer() : 0;
        if (TorchFolder.IsChosen) LoadEarly();
    }

    /// <summary>Whether the ordinary load failed for the one reason this cures, and the fallback is allowed.</summary>
    public static bool Cures(Exception failure) =>
        IsAllowed && RuntimeInformation.ProcessArchitecture == Architecture.X64 && failure.Message.Contains(Marker.Version, StringComparison.Ordinal);

    /// <summary>Loads a copy of the library whose requirement is weak.</summary>
    /// <exception cref="BadImageFormatException">The file is not exactly as expected.</exception>
    /// <exception cref="DllNotFoundException">The system's loader refuses the copy too.</exception>
    public static nint Load(string path)
    {
        byte[] copy = File.ReadAllBytes(path);
        Marker.MakeWeak(copy);
        // The copy has no folder of its own, so its neighbours must be there already; the linker knows them by name.
        if (TorchFolder.Current is null) NativeLibrary.Load(Path.Combine(Path.GetDirectoryName(path)!, "libtorch.so"));
        return MemoryLibrary.Load(TorchLibrary.FileName, copy);
    }

    static nint Offer()
    {
        // Not found means that TorchSharp's own search goes on (notebooks); not loaded is told by TorchRuntime.EnsureLoaded.
        if (TorchLibrary.FindPackaged(TorchLibrary.FileName) is null) return 0;
        try { return TorchLibrary.Current.Handle; }
        catch (PlatformException) { return 0; }
    }

    /// <summary>A chosen libtorch must be there before TorchSharp loads the packaged one; a failure is told again by TorchRuntime.EnsureLoaded.</summary>
    static void LoadEarly()
    {
        try { TorchRuntime.EnsureLoaded(); }
        catch (PlatformException) { }
    }
}
