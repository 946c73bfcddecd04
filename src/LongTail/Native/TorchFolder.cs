using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using LongTail.Foundation;

namespace LongTail.Native;

/// <summary>A libtorch of the user's own choice: a libtorch download or the one inside a PyTorch installation.</summary>
/// <param name="Folder">Holds libtorch.so, libtorch_cpu.so and libc10.so, and libtorch_cuda.so for NVIDIA devices.</param>
/// <param name="Version">As its files say, such as "2.10.0+cu128"; null when they do not say.</param>
sealed partial record TorchFolder(string Folder, string? Version)
{
    /// <summary>The environment variable that names the folder. This room is the only one that reads the environment.</summary>
    public const string Variable = "LONGTAIL_LIBTORCH";

    /// <summary>What this TorchSharp was built for: the first two numbers must agree.</summary>
    public const string NeededVersion = "2.10";

    /// <summary>The versions it works with: its own, and 2.11, with which it resolved every function and trained on an H200 as on the processor (results/speed).</summary>
    static readonly string[] Fitting = [NeededVersion, "2.11"];

    static readonly string[] Needed = ["libc10.so", "libtorch_cpu.so", "libtorch.so"];
    static readonly Lazy<TorchFolder?> Chosen = new(Bind);

    /// <summary>The folder the user chose, its libraries loaded; null when the packaged libtorch is to be used.</summary>
    /// <exception cref="PlatformException">The folder is missing, incomplete, of another version, or too late.</exception>
    public static TorchFolder? Current => Chosen.Value;

    /// <summary>What the variable says; null when it is not set or empty.</summary>
#pragma warning disable RS0030 // The one place that reads the environment.
    public static string? Setting => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? text : null;
#pragma warning restore RS0030

    /// <summary>Whether the user chose a folder at all.</summary>
    public static bool IsChosen => Setting is not null;

    /// <summary>Checks a folder and reads its version; loads nothing.</summary>
    /// <param name="path">The folder of the libraries, the libtorch or torch folder around it, or the site-packages around that.</param>
    /// <exception cref="PlatformException">The folder is missing, incomplete or of another version.</exception>
    public static TorchFolder Open(string path)
    {
        if (!Directory.Exists(path)) throw new PlatformException($"{Variable} is '{path}', and there is no such folder. {Advice}");
        string[] candidates = [path, Path.Combine(path, "lib"), Path.Combine(path, "torch", "lib")];
        string folder = candidates.FirstOrDefault(candidate => Needed.Any(file => File.Exists(Path.Combine(candidate, file)))) ?? path;
        string[] missing = [.. Needed.Where(file => !File.Exists(Path.Combine(folder, file)))];
        string? version = VersionOf(folder);
        if (missing.Length > 0)
            throw new PlatformException($"{Variable} is '{path}', and {string.Join(" and ", missing)} cannot be found in '{folder}'{(version is null ? "" : $" (PyTorch {version})")}. {Advice}");
        if (version is not null && !Fitting.Any(fitting => version.StartsWith(fitting + ".", StringComparison.Ordinal)))
            throw new PlatformException($"{Variable} is '{path}', which holds libtorch {version}; {string.Join(" or ", Fitting)} is needed. {Advice}");
        return new(Path.GetFullPath(folder), version);
    }

    /// <summary>What to set the variable to.</summary>
    public static string Advice =>
        $"Set it to the 'lib' folder of a libtorch {string.Join(" or ", Fitting)} download or of a PyTorch installation of that version (.../site-packages/torch/lib), or unset it to use the packaged libtorch.";

    static TorchFolder? Bind()
    {
        if (Setting is not { } setting) return null;
        if (!OperatingSystem.IsLinux()) throw new PlatformException($"{Variable} is set, and it works on Linux only. Unset it to use the packaged libtorch.");
        TorchFolder chosen = Open(setting);
        if (Host.MappedFile("libtorch_cpu.so") is { } other)
            throw new PlatformException($"{Variable} is '{chosen.Folder}', and '{other}' is loaded already. Call TorchRuntime.EnsureLoaded() before any other use of TorchSharp.");
        if (TorchLibrary.FindPackaged("libtorch_cuda.so") is { } cuda)
            throw new PlatformException($"{Variable} is '{chosen.Folder}', and the application brings its own CUDA libtorch '{cuda}'. Unset the variable, or build with -p:Torch=cpu.");
        chosen.Load();
        return chosen;
    }

    /// <summary>
    /// Loads the libraries by full path. The dynamic linker then gives these to libLibTorchSharp.so, which asks for them by name alone:
    /// a loaded library of the same name goes before any search, the search in the asking library's own folder included.
    /// </summary>
    void Load()
    {
        foreach (string file in (string[])["libc10.so", "libtorch_cpu.so", "libtorch_cuda.so", "libtorch.so"])
        {
            string path = Path.Combine(Folder, file);
            if (!File.Exists(path)) continue;
            try
            {
                NativeLibrary.Load(path);
                if (file == "libtorch.so") HidePackaged(path);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or IOException or UnauthorizedAccessException)
            {
                throw new PlatformException(LoadFailure.Explain(path, e.Message), e);
            }
        }
    }

    /// <summary>
    /// TorchSharp's first act is to load "torch_cpu", which the runtime looks for as torch_cpu.so, then as libtorch_cpu.so, first among
    /// the packaged files; two libtorch_cpu.so in one process end it. So a library called torch_cpu.so is put in memory: a copy of
    /// libtorch.so, which is empty but for the names of the libraries it needs.
    /// </summary>
    static void HidePackaged(string libtorch)
    {
        if (TorchLibrary.FindPackaged("libtorch_cpu.so") is null) return;
        byte[] copy = File.ReadAllBytes(libtorch);
        ElfName.TakeFromNeeded(copy, "libtorch_cpu.so", skip: "lib".Length);
        MemoryLibrary.Load("torch_cpu.so", copy);
    }

    /// <summary>A PyTorch installation keeps version.py beside lib, a libtorch download build-version.</summary>
    static string? VersionOf(string folder)
    {
        foreach (string file in (string[])["version.py", "build-version"])
        {
            string path = Path.Combine(folder, "..", file);
            if (File.Exists(path) && VersionText().Match(File.ReadAllText(path)) is { Success: true } match) return match.Value;
        }
        return null;
    }

    [GeneratedRegex(@"\d+\.\d+\.\d+[\w.+-]*")]
    private static partial Regex VersionText();
}
