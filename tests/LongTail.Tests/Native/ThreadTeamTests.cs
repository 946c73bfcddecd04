using System.Runtime.InteropServices;
using LongTail.Native;

namespace LongTail.Tests.Native;

/// <summary>Our loops run on the threads of whatever OpenMP libtorch stands on: GNU's on Linux, Intel's on Windows (LLVM's is the same program).</summary>
public sealed unsafe class ThreadTeamTests
{
    const int Most = 8;

    static readonly string[] s_llvm = ["libomp.so.5", "libiomp5.so"];

    [Theory]
    [InlineData("GNU")]
    [InlineData("Intel or LLVM")]
    public void Every_thread_works_once_and_knows_which_of_how_many_it_is(string library)
    {
        IThreadTeam team = Team(library);

        for (int threads = 2; threads <= Most; threads++)
            for (int time = 0; time < 20; time++) AssertEachOnce(team, threads);
    }

    [Theory]
    [InlineData("GNU")]
    [InlineData("Intel or LLVM")]
    public void Several_threads_of_the_program_may_ask_at_the_same_time(string library)
    {
        IThreadTeam team = Team(library);

        Parallel.For(0, 4, new() { MaxDegreeOfParallelism = 4 }, _ =>
        {
            for (int time = 0; time < 50; time++) AssertEachOnce(team, 3);
        });
    }

    [Fact]
    public void A_library_that_lacks_the_functions_opens_no_team()
    {
        Assert.Null(GnuThreads.Open("no-such-library"));
        Assert.Null(IntelThreads.Open("no-such-library"));
        string other = TorchLibrary.FindPackaged(TorchLibrary.FileName) ?? throw new InvalidOperationException("libtorch is not beside the tests.");
        TorchRuntime.EnsureLoaded();
        Assert.Null(GnuThreads.Open(other));
        Assert.Null(IntelThreads.Open(other));
    }

    static void AssertEachOnce(IThreadTeam team, int threads)
    {
        int* calls = stackalloc int[Most + 1];
        team.Run(threads, &Count, calls);
        Assert.Equal(Enumerable.Range(0, Most).Select(thread => thread < threads ? 1 : 0), new ReadOnlySpan<int>(calls, Most).ToArray());
        Assert.Equal(threads, calls[Most]);
    }

    static void Count(void* state, int thread, int threads)
    {
        int* calls = (int*)state;
        Interlocked.Increment(ref calls[thread]);
        if (thread == 0) calls[Most] = threads;
    }

    static IThreadTeam Team(string library)
    {
        TorchRuntime.EnsureLoaded();
        IThreadTeam? team = library == "GNU" ? Host.MappedFile("libgomp") is { } gnu ? GnuThreads.Open(gnu) : null
            : Host.MappedFile("libiomp5") is { } intel ? IntelThreads.Open(intel) : LlvmOfTheSystem is { } llvm ? IntelThreads.Open(llvm) : null;
        Assert.SkipWhen(team is null, $"This machine has no OpenMP of {library}.");
        return team!;
    }

    static string? LlvmOfTheSystem => s_llvm.FirstOrDefault(name => NativeLibrary.TryLoad(name, out _));
}
