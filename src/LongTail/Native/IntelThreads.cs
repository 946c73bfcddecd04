using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LongTail.Native;

/// <summary>The threads of Intel's OpenMP (libiomp5md), which libtorch for Windows stands on, and of LLVM's, which is the same program: entered as programs do that Clang compiled.</summary>
sealed unsafe class IntelThreads : IThreadTeam
{
    // Where in the source the call stands, for the library's messages. It lives as long as the process: the library may keep the address.
    static readonly Place* s_place = MakePlace();

    readonly delegate* unmanaged[Cdecl]<Place*, int, delegate* unmanaged[Cdecl]<int*, int*, void*, void>, void*, void> _fork;
    readonly delegate* unmanaged[Cdecl]<Place*, int> _self;
    readonly delegate* unmanaged[Cdecl]<Place*, int, int, void> _push;
    readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<int> _number;
    readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<int> _count;

    IntelThreads(nint fork, nint self, nint push, nint number, nint count)
    {
        // The call takes any number of arguments for the function. On x64, integers and pointers go where they go in a call of fixed length.
        _fork = (delegate* unmanaged[Cdecl]<Place*, int, delegate* unmanaged[Cdecl]<int*, int*, void*, void>, void*, void>)fork;
        _self = (delegate* unmanaged[Cdecl]<Place*, int>)self;
        _push = (delegate* unmanaged[Cdecl]<Place*, int, int, void>)push;
        _number = (delegate* unmanaged[Cdecl, SuppressGCTransition]<int>)number;
        _count = (delegate* unmanaged[Cdecl, SuppressGCTransition]<int>)count;
    }

    /// <summary>Opens the library; null when it does not load, lacks a function or this is no x64 process.</summary>
    public static IntelThreads? Open(string path) =>
        RuntimeInformation.ProcessArchitecture == Architecture.X64
        && NativeLibrary.TryLoad(path, out nint library)
        && NativeLibrary.TryGetExport(library, "__kmpc_fork_call", out nint fork)
        && NativeLibrary.TryGetExport(library, "__kmpc_global_thread_num", out nint self)
        && NativeLibrary.TryGetExport(library, "__kmpc_push_num_threads", out nint push)
        && NativeLibrary.TryGetExport(library, "omp_get_thread_num", out nint number)
        && NativeLibrary.TryGetExport(library, "omp_get_num_threads", out nint count)
            ? new(fork, self, push, number, count) : null;

    /// <inheritdoc/>
    public void Run(int threads, delegate*<void*, int, int, void> work, void* state)
    {
        ThreadJob job = new() { Work = work, State = state, Number = _number, Count = _count };
        _push(s_place, _self(s_place), threads);
        _fork(s_place, 1, &Enter, &job);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Enter(int* self, int* bound, void* argument) => ((ThreadJob*)argument)->Do();

    static Place* MakePlace()
    {
        const int CompiledByClang = 2;   // KMP_IDENT_KMPC
        Place* place = (Place*)NativeMemory.AllocZeroed((nuint)sizeof(Place));
        *place = new() { Flags = CompiledByClang, Source = Marshal.StringToCoTaskMemUTF8(";LongTail;loops;0;0;;") };
        return place;
    }

    // ident_t of the library's interface; what lies between the two is reserved.
    [StructLayout(LayoutKind.Explicit, Size = 24)]
    struct Place
    {
        [FieldOffset(4)]
        public int Flags;

        [FieldOffset(16)]
        public nint Source;
    }
}
