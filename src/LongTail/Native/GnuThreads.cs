using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LongTail.Native;

/// <summary>The threads of GNU OpenMP (libgomp), which libtorch for Linux stands on: entered as programs do that GCC compiled.</summary>
/// <remarks>LLVM's OpenMP offers the same functions under the same names.</remarks>
sealed unsafe class GnuThreads : IThreadTeam
{
    readonly delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<void*, void>, void*, uint, uint, void> _parallel;
    readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<int> _number;
    readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<int> _count;

    GnuThreads(nint parallel, nint number, nint count)
    {
        _parallel = (delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<void*, void>, void*, uint, uint, void>)parallel;
        _number = (delegate* unmanaged[Cdecl, SuppressGCTransition]<int>)number;
        _count = (delegate* unmanaged[Cdecl, SuppressGCTransition]<int>)count;
    }

    /// <summary>Opens the library; null when it does not load or lacks a function.</summary>
    public static GnuThreads? Open(string path) =>
        NativeLibrary.TryLoad(path, out nint library)
        && NativeLibrary.TryGetExport(library, "GOMP_parallel", out nint parallel)
        && NativeLibrary.TryGetExport(library, "omp_get_thread_num", out nint number)
        && NativeLibrary.TryGetExport(library, "omp_get_num_threads", out nint count)
            ? new(parallel, number, count) : null;

    /// <inheritdoc/>
    public void Run(int threads, delegate*<void*, int, int, void> work, void* state)
    {
        ThreadJob job = new() { Work = work, State = state, Number = _number, Count = _count };
        _parallel(&Enter, &job, (uint)threads, 0);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Enter(void* argument) => ((ThreadJob*)argument)->Do();
}
