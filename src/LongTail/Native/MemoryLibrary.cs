using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LongTail.Native;

/// <summary>Loads a shared library from bytes.</summary>
static partial class MemoryLibrary
{
    const uint CloseOnExec = 1;   // MFD_CLOEXEC

    /// <summary>Loads from an anonymous file in memory, or, where the system forbids that (vm.memfd_noexec), from a private temporary folder that is gone afterwards.</summary>
    /// <param name="name">For people who look at the process's mappings.</param>
    /// <param name="image">The whole library.</param>
    /// <exception cref="DllNotFoundException">The system's loader refuses it; the message is the loader's.</exception>
    public static nint Load(string name, ReadOnlySpan<byte> image) =>
        LoadAnonymously(name, image) is var handle and not 0 ? handle : LoadFromFolder(name, image);

    /// <returns>0 when the system does not allow it.</returns>
    static nint LoadAnonymously(string name, ReadOnlySpan<byte> image)
    {
        int descriptor;
        try { descriptor = CreateMemoryFile(name, CloseOnExec); }
        catch (EntryPointNotFoundException) { return 0; }
        if (descriptor < 0) return 0;
        // Stays open for the life of the process: the loader knows the library by this path, and would take the next file
        // with the same number for the same library.
        SafeFileHandle file = new(descriptor, ownsHandle: false);
        try
        {
            RandomAccess.Write(file, image, 0);
            return WholeLibrary.Load($"/proc/self/fd/{descriptor}");
        }
        catch (Exception e) when (e is DllNotFoundException or IOException)
        {
            _ = Close(descriptor);
            return 0;
        }
    }

    /// <summary>The second way; public so that it can be tested where the first one works.</summary>
    /// <exception cref="DllNotFoundException">The system's loader refuses it; the message is the loader's.</exception>
    public static nint LoadFromFolder(string name, ReadOnlySpan<byte> image)
    {
        string folder = Directory.CreateTempSubdirectory("longtail-native-").FullName;   // readable by this user alone
        string path = Path.Combine(folder, name);
        try
        {
            File.WriteAllBytes(path, image);
            return WholeLibrary.Load(path);
        }
        finally { Directory.Delete(folder, recursive: true); }   // what is mapped stays
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
