using System.Runtime.InteropServices;
using LongTail.Foundation;
using TorchSharp;

namespace LongTail.Native;

/// <summary>TorchSharp's own native library, opened once.</summary>
/// <param name="Handle">For the runtime.</param>
/// <param name="Path">The file it came from.</param>
/// <param name="UsedFallback">Whether a copy with a weak version requirement was loaded instead of the file.</param>
sealed record TorchLibrary(nint Handle, string Path, bool UsedFallback)
{
    /// <summary>The name TorchSharp asks the runtime for.</summary>
    public const string Name = "LibTorchSharp";

    static readonly Lazy<TorchLibrary> Opened = new(Open);

    /// <summary>The library, opened on first use.</summary>
    /// <exception cref="PlatformException">It is missing or does not load.</exception>
    public static TorchLibrary Current => Opened.Value;

    /// <summary>The library if it was opened already; opens nothing.</summary>
    public static TorchLibrary? IfOpened => Opened.IsValueCreated ? Opened.Value : null;

    /// <summary>File name on this platform.</summary>
    public static string FileName =>
        OperatingSystem.IsWindows() ? "LibTorchSharp.dll" : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib" : "libLibTorchSharp.so";

    /// <summary>Folders that are searched for native libraries, in order.</summary>
    public static IEnumerable<string> SearchedFolders =>
        ((AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string) ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Append(AppContext.BaseDirectory)
        .Append(System.IO.Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"))
        .Append(System.IO.Path.GetDirectoryName(typeof(torch).Assembly.Location) ?? "")
        .Where(folder => folder.Length > 0)
        .Select(folder => System.IO.Path.TrimEndingDirectorySeparator(folder))
        .Distinct();

    /// <summary>Full path of a file the application brings; null when it brings none.</summary>
    public static string? FindPackaged(string fileName) =>
        SearchedFolders.Select(folder => System.IO.Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);

    static TorchLibrary Open()
    {
        string path = FindPackaged(FileName) ?? throw new PlatformException(LoadFailure.Missing());
        _ = TorchFolder.Current;
        try { return new(WholeLibrary.Load(path), path, UsedFallback: false); }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            if (!NativeFallback.Cures(e)) throw new PlatformException(LoadFailure.Explain(path, e.Message), e);
        }
        try { return new(NativeFallback.Load(path), path, UsedFallback: true); }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            throw new PlatformException(LoadFailure.Explain(path, e.Message), e);
        }
    }
}
