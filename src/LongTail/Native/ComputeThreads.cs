using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LongTail.Native;

/// <summary>Runs our own loops on the threads that libtorch computes with.</summary>
/// <remarks>
/// libtorch's OpenMP threads wait by spinning. Threads of our own beside them would take their cores away, and a step with two threads
/// would take five times as long; so our loops enter through the same door as libtorch's, GOMP_parallel of the same library.
/// See docs/decisions/0008-fused-kernels.md.
/// </remarks>
static unsafe partial class ComputeThreads
{
    static readonly Lazy<Door?> Opened = new(Open);

    /// <summary>Whether the door is there: libtorch, which is loaded if need be, stands on GNU OpenMP.</summary>
    public static bool AreAvailable => Opened.Value is not null;

    /// <summary>Calls the function once per thread, at the same time, and returns when all are through.</summary>
    /// <param name="threads">How many, 1 or more; the function must not mind getting fewer.</param>
    /// <param name="work">Gets the state, the thread's number and how many there are. It must not throw and must not make tensors.</param>
    /// <param name="state">Handed on; stays where it is meanwhile.</param>
    public static void Run(int threads, delegate*<void*, int, int, void> work, void* state)
    {
        if (threads <= 1 || Opened.Value is not { } door)
        {
            work(state, 0, 1);
            return;
        }
        Job job = new() { Work = work, State = state };
        door.Parallel(&Enter, &job, (uint)threads, 0);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Enter(void* argument)
    {
        Job* job = (Job*)argument;
        Door door = Opened.Value!;
        job->Work(job->State, door.ThreadNumber(), door.ThreadCount());
    }

    static Door? Open()
    {
        if (!OperatingSystem.IsLinux()) return null;
        TorchRuntime.EnsureLoaded();
        if (Host.MappedFile("libgomp") is not { } path || !NativeLibrary.TryLoad(path, out nint library)) return null;
        return NativeLibrary.TryGetExport(library, "GOMP_parallel", out nint parallel)
            && NativeLibrary.TryGetExport(library, "omp_get_thread_num", out nint number)
            && NativeLibrary.TryGetExport(library, "omp_get_num_threads", out nint count)
            ? new(parallel, number, count) : null;
    }

    struct Job
    {
        public delegate*<void*, int, int, void> Work;
        public void* State;
    }

    sealed class Door(nint parallel, nint number, nint count)
    {
        readonly delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<void*, void>, void*, uint, uint, void> _parallel =
            (delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<void*, void>, void*, uint, uint, void>)parallel;

        readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<int> _number = (delegate* unmanaged[Cdecl, SuppressGCTransition]<int>)number;
        readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<int> _count = (delegate* unmanaged[Cdecl, SuppressGCTransition]<int>)count;

        public void Parallel(delegate* unmanaged[Cdecl]<void*, void> function, void* data, uint threads, uint flags) => _parallel(function, data, threads, flags);

        public int ThreadNumber() => _number();

        public int ThreadCount() => _count();
    }
}
