namespace LongTail.Native;

/// <summary>The threads of an OpenMP library.</summary>
unsafe interface IThreadTeam
{
    /// <summary>Calls the function once per thread, at the same time, and returns when all are through.</summary>
    /// <param name="threads">How many, 2 or more; there may be fewer.</param>
    /// <param name="work">Gets the state, the thread's number and how many there are. It must not throw.</param>
    /// <param name="state">Handed on.</param>
    void Run(int threads, delegate*<void*, int, int, void> work, void* state);
}
