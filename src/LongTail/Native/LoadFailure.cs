using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace LongTail.Native;

/// <summary>Turns what the system's loader says into found, expected, what to do.</summary>
static partial class LoadFailure
{
    const string NewerSystem =
        "Use Debian 12, Ubuntu 22.04, Fedora 37, RHEL 10 or newer, or run in the container image mcr.microsoft.com/dotnet/sdk:10.0.";

    const string Reinstall = "Restore and build again (dotnet build), or reinstall the tool.";

    /// <summary>The package that holds libtorch for this platform. No other package brings it: not LongTail's, and not TorchSharp's.</summary>
    public static string Package =>
        $"libtorch-cpu-{(OperatingSystem.IsWindows() ? "win-x64" : OperatingSystem.IsMacOS() ? "osx-arm64" : "linux-x64")}";

    static string AddPackage =>
        $"Add the package {Package} to the application's project: dotnet add package {Package} --version {TorchFolder.NeededVersion}.0 (or a CUDA package of that version). "
        + $"The packages LongTail and TorchSharp do not bring it. Is it referenced already? {Reinstall}";

    /// <summary>The text for a library that is nowhere.</summary>
    public static string Missing() => Text(
        $"{TorchLibrary.FileName}, TorchSharp's native library, was not found",
        IsSupported
            ? $"The application must bring it with the packages TorchSharp and {Package}. {Reinstall}"
            : OtherPlatform,
        "Looked in: " + string.Join(", ", TorchLibrary.SearchedFolders));

    /// <summary>The text for a library that does not load.</summary>
    /// <param name="path">The library.</param>
    /// <param name="loader">What the system's loader said.</param>
    public static string Explain(string path, string loader)
    {
        (string found, string advice) = Diagnose(path, loader);
        return Text(found, advice, "Tried: " + path, "The system says: " + loader);
    }

    /// <summary>What is wrong and what to do about it.</summary>
    public static (string Found, string Advice) Diagnose(string path, string loader)
    {
        string file = Path.GetFileName(path);
        if (MissingVersion().Match(loader) is { Success: true } version) return Outdated(version.Groups[1].Value);
        if (MissingFile().Match(loader) is { Success: true } missing)
            return ($"{missing.Groups[1].Value}, which {file} needs, was not found", TorchFolder.IsChosen ? TorchFolder.Advice : OfLibtorch().IsMatch(Path.GetFileName(missing.Groups[1].Value)) ? AddPackage : Reinstall);
        if (loader.Contains("undefined symbol", StringComparison.Ordinal))
            return ($"{file} does not fit the libtorch that is loaded, {Host.MappedFile("libtorch_cpu.so") ?? "of an unknown place"}",
                TorchFolder.IsChosen ? TorchFolder.Advice : Reinstall);
        if (!IsSupported) return ($"{file} is not made for this platform", OtherPlatform);
        if (NotAllowed().IsMatch(loader)) return ($"{file} may not be read or run", "Check the rights of the file and of the folders above it, and that the disk is not mounted noexec.");
        if (WrongFormat().IsMatch(loader))
            return ($"{file} is damaged, of another version or made for another processor", TorchFolder.IsChosen ? TorchFolder.Advice : Reinstall);
        if (OtherLoadersLibtorch is { } library && TorchLibrary.FindPackaged(library) is null) return ($"{library}, which {file} needs, was not found", AddPackage);
        if (OperatingSystem.IsWindows()) return ($"{file} or one of the libraries it needs did not load", "Install the Visual C++ 2015-2022 redistributable (x64).");
        return ($"{file} did not load", Reinstall);
    }

    static (string, string) Outdated(string needed)
    {
        if (needed.StartsWith("GLIBC_", StringComparison.Ordinal))
            return ($"glibc is {Host.GlibcVersion ?? "unknown"}; {needed["GLIBC_".Length..]} or newer is needed", NewerSystem);
        string found = $"libstdc++ goes up to GLIBCXX_{Host.NewestGlibcxx?.ToString() ?? "unknown"}; {needed} or newer is needed";
        return needed == NativeFallback.Marker.Version && !NativeFallback.IsAllowed
            ? (found, $"Remove the switch {NativeFallback.Switch}=false, which forbids the cure, or install the libstdc++ of GCC 13 or newer.")
            : (found, NewerSystem);
    }

    // Linux's loader names the missing file. The others' texts are in the system's language, or name a file by a rule for finding it.
    static string? OtherLoadersLibtorch => OperatingSystem.IsWindows() ? "torch_cpu.dll" : OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : null;

    static bool IsSupported => (OperatingSystem.IsLinux() && Host.GlibcVersion is not null && RuntimeInformation.ProcessArchitecture == Architecture.X64)
        || (OperatingSystem.IsWindows() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64)
        || (OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64);

    static string OtherPlatform =>
        $"libtorch is made for Linux x64 with glibc, Windows x64 and macOS arm64; this is {RuntimeInformation.RuntimeIdentifier}. {NewerSystem}";

    static string Text(string found, string advice, params string[] details) =>
        string.Join('\n', (string[])[$"libtorch cannot be used on {Host.Name}: {found}.", advice, .. details]);

    [GeneratedRegex(@"version [`'](\w+_[\d.]+)' not found")]
    private static partial Regex MissingVersion();

    [GeneratedRegex(@"^(?:.*: )?(\S+): cannot open shared object file: No such file", RegexOptions.Multiline)]
    private static partial Regex MissingFile();

    [GeneratedRegex(@"^lib(torch|torch_cpu|c10)\.so$")]
    private static partial Regex OfLibtorch();

    [GeneratedRegex("ermission denied|not permitted")]
    private static partial Regex NotAllowed();

    [GeneratedRegex("ELF|file too short|0x8007000B|wrong architecture|not as expected")]
    private static partial Regex WrongFormat();
}
