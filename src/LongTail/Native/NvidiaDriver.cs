using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace LongTail.Native;

/// <summary>Asks NVIDIA's driver what libtorch knows and TorchSharp does not tell: a device's name and memory. Nothing here throws.</summary>
/// <remarks>The five functions of the CUDA driver API have not changed since CUDA 3.2; each returns 0 for success.</remarks>
static unsafe class NvidiaDriver
{
    static readonly Lazy<nint> Library = new(Load);

    /// <summary>Such as "NVIDIA H200"; null when there is no driver or no such device.</summary>
    /// <param name="index">0-based, in the driver's order, which is libtorch's.</param>
    public static string? NameOf(int index)
    {
        if (Find(index) is not { } device || !Has("cuDeviceGetName", out nint function)) return null;
        byte* name = stackalloc byte[256];
        return ((delegate* unmanaged<byte*, int, int, int>)function)(name, 256, device) == 0 ? Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name)) : null;
    }

    /// <summary>Name and memory in one line; null when there is no driver or no such device.</summary>
    public static string? Describe(int index)
    {
        if (NameOf(index) is not { } name) return null;
        nuint bytes = 0;
        bool told = Find(index) is { } device && Has("cuDeviceTotalMem_v2", out nint function) && ((delegate* unmanaged<nuint*, int, int>)function)(&bytes, device) == 0;
        return told ? string.Create(CultureInfo.InvariantCulture, $"{name}, {bytes / (double)(1 << 30):f1} GiB") : name;
    }

    /// <summary>The first number of a device's compute capability, such as 9 of an H200; null when there is no driver or no such device.</summary>
    public static int? GenerationOf(int index)
    {
        const int Major = 75;
        int generation;
        return Find(index) is { } device && Has("cuDeviceGetAttribute", out nint function) && ((delegate* unmanaged<int*, int, int, int>)function)(&generation, Major, device) == 0 ? generation : null;
    }

    static int? Find(int index)
    {
        int device;
        return Has("cuInit", out nint start) && ((delegate* unmanaged<uint, int>)start)(0) == 0
            && Has("cuDeviceGet", out nint get) && ((delegate* unmanaged<int*, int, int>)get)(&device, index) == 0 ? device : null;
    }

    static bool Has(string function, out nint address)
    {
        address = 0;
        return Library.Value != 0 && NativeLibrary.TryGetExport(Library.Value, function, out address);
    }

    static nint Load() => NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out nint library) ? library : 0;
}
