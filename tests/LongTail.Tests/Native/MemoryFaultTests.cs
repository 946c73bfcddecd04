using System.Runtime.InteropServices;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Native;
using LongTail.Networks;
using LongTail.Runs;
using TorchSharp;

#pragma warning disable CA2201 // what the runtime and libtorch throw is what is tested

namespace LongTail.Tests.Native;

/// <summary>Memory that is not enough is told as such, and is no bug.</summary>
public class MemoryFaultTests
{
    static readonly MachineMemory s_machine = new(24_000_000_000, 9_800_000_000);

    [Fact]
    public void What_libtorch_itself_says_is_recognised()
    {
        PlatformException told = Assert.Throws<PlatformException>(() => MemoryFault.Guard("a test", "Ask for less.", () =>
        {
            using var scope = torch.NewDisposeScope();
            return torch.zeros(1L << 46);
        }));
        Assert.Matches(@"^Found too little memory for a test, which asked for 281475\.0 GB more at once; of the machine's [0-9.]+ GB, [0-9.]+ GB are left\. Ask for less\.$", told.Message);
        Assert.IsType<ExternalException>(told.InnerException);
    }

    [Theory]
    [InlineData("[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 26017267712 bytes. Error code 12", "a test, which asked for 26.0 GB more at once; of the machine's 24.0 GB, 9.8 GB are left. Less.")]
    [InlineData("[enforce fail at alloc_cpu.cpp:117] data. DefaultCPUAllocator: not enough memory: you tried to allocate 4096 bytes.", "a test, which asked for 0.0 MB more at once; of the machine's 24.0 GB, 9.8 GB are left. Less.")]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.11 GiB", "a test, which asked for 2.1 GB more at once on the device. Less.")]
    [InlineData("std::bad_alloc", "a test; of the machine's 24.0 GB, 9.8 GB are left. Less.")]
    public void So_is_what_it_says_elsewhere(string message, string told)
    {
        ExternalException fault = new(message);
        Assert.True(MemoryFault.Is(fault));
        Assert.Equal("Found too little memory for " + told, MemoryFault.Told(fault, "a test", "Less.", s_machine).Message);
    }

    [Fact]
    public void Other_faults_stay_what_they_are()
    {
        Assert.True(MemoryFault.Is(new OutOfMemoryException()));
        Assert.True(MemoryFault.Is(new AggregateException(new OutOfMemoryException())));
        Assert.True(MemoryFault.Is(new ExternalException("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate")));
        Assert.False(MemoryFault.Is(new AggregateException(new DataException("a file"), new OutOfMemoryException())));
        Assert.False(MemoryFault.Is(new ExternalException("mat1 and mat2 shapes cannot be multiplied")));
        Assert.False(MemoryFault.Is(new DataException("a file named Out of memory.jpg")));
        Assert.Throws<ExternalException>(() => MemoryFault.Guard<int>("a test", "", () => throw new ExternalException("another")));
    }

    [Fact]
    public void A_training_that_does_not_fit_says_what_it_is_and_what_to_do()
    {
        using Workshop workshop = new();
        RunPlan plan = RunPlan.Of([Workshop.Recipe(new CrossEntropy()) with { Network = new CifarResNet { Depth = 8, Width = 1 << 20 } }], workshop.Environment);
        PlatformException told = Assert.Throws<PlatformException>(() => workshop.Run(plan));
        Assert.StartsWith("Found too little memory for ce resnet8w1048576, batches of 16 images of 28 x 28, which asked for ", told.Message, StringComparison.Ordinal);
        Assert.EndsWith("Lower batchSize (or data.size), compute in bf16 (--precision bf16), or end other programs. What was saved of it is kept.", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_machine_has_memory_and_not_all_of_it_is_left()
    {
        MachineMemory memory = MachineMemory.Now();
        Assert.InRange(memory.Left, 1, memory.Whole - 1);
        Assert.Equal(10_240, MachineMemory.EntryOf("MemTotal:       20 kB\nMemAvailable:       10 kB\nBuffers: 3 kB\n", "MemAvailable:"));
        Assert.Null(MachineMemory.EntryOf("MemTotal:       20 kB\n", "MemAvailable:"));
    }
}
