namespace LongTail.Native;

/// <summary>What the threads of an OpenMP library are given: the function, its state, and where they learn which of how many they are.</summary>
unsafe struct ThreadJob
{
    public delegate*<void*, int, int, void> Work;
    public void* State;

    // omp_get_thread_num and omp_get_num_threads of the library: they look a number up, and wait for nothing.
    public delegate* unmanaged[Cdecl, SuppressGCTransition]<int> Number;
    public delegate* unmanaged[Cdecl, SuppressGCTransition]<int> Count;

    /// <summary>One thread's part.</summary>
    public readonly void Do() => Work(State, Number(), Count());
}
