using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace LongTail.Native;

/// <summary>What is known about the machine, for messages. Nothing here throws: what cannot be found out is null.</summary>
static partial class Host
{
    /// <summary>The operating system as people call it, such as "Debian GNU/Linux 12 (bookworm)".</summary>
    public static string Name => NameIn(Lines("/etc/os-release")) ?? RuntimeInformation.OSDescription;

    /// <summary>Version of the C library; null when it is not glibc (Alpine, Windows, macOS).</summary>
    public static string? GlibcVersion
    {
        get
        {
            if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out nint libc)) return null;
            if (!NativeLibrary.TryGetExport(libc, "gnu_get_libc_version", out nint version)) return null;
            unsafe { return Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)version)()); }
        }
    }

    /// <summary>Newest symbol version of the loaded libstdc++, such as 3.4.30; null when there is none.</summary>
    public static Version? NewestGlibcxx => MappedFile("libstdc++.so.6") is { } path ? NewestGlibcxxIn(Bytes(path)) : null;

    /// <summary>Path of a library this process has loaded; null when it is not loaded or cannot be seen.</summary>
    /// <param name="fileName">The start of its file name.</param>
    public static string? MappedFile(string fileName) => OperatingSystem.IsWindows()
        ? Modules().FirstOrDefault(path => Path.GetFileName(path).StartsWith(fileName, StringComparison.OrdinalIgnoreCase))
        : Mapped().FirstOrDefault(path => Path.GetFileName(path).StartsWith(fileName, StringComparison.Ordinal));

    static IEnumerable<string> Mapped() =>
        from line in Lines("/proc/self/maps")
        let at = line.IndexOf('/', StringComparison.Ordinal)
        where at >= 0
        select line[at..];

    static string[] Modules() => Try(() =>
    {
        using Process process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>().Select(module => module.FileName).OfType<string>().ToArray();
    }) ?? [];

    /// <summary>The PRETTY_NAME of an os-release file.</summary>
    public static string? NameIn(IEnumerable<string> osRelease) =>
        osRelease.FirstOrDefault(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal))?["PRETTY_NAME=".Length..].Trim('"');

    /// <summary>The largest N of the texts GLIBCXX_N in a library.</summary>
    public static Version? NewestGlibcxxIn(byte[] library) =>
        Glibcxx().Matches(Encoding.Latin1.GetString(library)).Select(match => Version.Parse(match.Groups[1].Value)).Max();

    static string[] Lines(string path) => Try(() => File.ReadAllLines(path)) ?? [];

    static byte[] Bytes(string path) => Try(() => File.ReadAllBytes(path)) ?? [];

    static T? Try<T>(Func<T> read) where T : class
    {
        try { return read(); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception or InvalidOperationException) { return null; }
    }

    [GeneratedRegex(@"GLIBCXX_(\d{1,4}\.\d{1,4}(?:\.\d{1,4})?)\0")]
    private static partial Regex Glibcxx();
}
