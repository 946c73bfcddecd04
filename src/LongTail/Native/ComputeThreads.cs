namespace LongTail.Native;

/// <summary>Runs our own loops on the threads that libtorch computes with.</summary>
/// <remarks>
/// libtorch's OpenMP threads wait by spinning. Threads of our own beside them would take their cores away, and a step with two threads
/// would take five times as long; so our loops enter through the same door as libtorch's, that of the OpenMP library which it has loaded.
/// See docs/decisions/0008-fused-kernels.md.
/// </remarks>
static unsafe class ComputeThreads
{
    static readonly Lazy<IThreadTeam?> Team = new(Open);

    /// <summary>Whether the door is there: libtorch, which is loaded if need be, stands on an OpenMP library that is known here.</summary>
    public static bool AreAvailable => Team.Value is not null;

    /// <summary>Calls the function once per thread, at the same time, and returns when all are through.</summary>
    /// <param name="threads">How many, 1 or more; the function must not mind getting fewer.</param>
    /// <param name="work">Gets the state, the thread's number and how many there are. It must not throw and must not make tensors.</param>
    /// <param name="state">Handed on; stays where it is meanwhile.</param>
    public static void Run(int threads, delegate*<void*, int, int, void> work, void* state)
    {
        if (threads <= 1 || Team.Value is not { } team) work(state, 0, 1);
        else team.Run(threads, work, state);
    }

    static IThreadTeam? Open()
    {
        TorchRuntime.EnsureLoaded();
        return OperatingSystem.IsLinux() ? Host.MappedFile("libgomp") is { } gnu ? GnuThreads.Open(gnu) : null
            : OperatingSystem.IsWindows() && Host.MappedFile("libiomp5") is { } intel ? IntelThreads.Open(intel) : null;
    }
}
