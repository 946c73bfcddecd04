using System.Runtime.InteropServices;

namespace LongTail.Native;

/// <summary>Loads a shared library with all its symbols at once.</summary>
/// <remarks>The runtime loads lazily: a function that is missing ends the process when it is called. Here the load fails instead.</remarks>
static unsafe class WholeLibrary
{
    const int ResolveNow = 2;   // RTLD_NOW

    /// <summary>Loads it, or says why not.</summary>
    /// <exception cref="DllNotFoundException">The system's loader refuses it; the message is the loader's.</exception>
    public static nint Load(string path)
    {
        // glibc before 2.34 has the loader in a library of its own: there the runtime's way gives at least the message.
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out nint libc) || !NativeLibrary.TryGetExport(libc, "dlopen", out nint open))
            return NativeLibrary.Load(path);
        // Function pointers, because the runtime's own work around an ordinary P/Invoke erases the error before it can be read.
        var lastError = (delegate* unmanaged<nint>)NativeLibrary.GetExport(libc, "dlerror");
        nint name = Marshal.StringToCoTaskMemUTF8(path);
        try
        {
            nint handle = ((delegate* unmanaged<nint, int, nint>)open)(name, ResolveNow);
            return handle != 0 ? handle : throw new DllNotFoundException(Marshal.PtrToStringUTF8(lastError()) ?? "no reason given");
        }
        finally { Marshal.FreeCoTaskMem(name); }
    }
}
