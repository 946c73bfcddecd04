using LongTail.Native;
using static TorchSharp.torch;

namespace LongTail.Tests.Native;

public sealed class TorchRuntimeTests
{
    [Fact]
    public void The_native_library_loads_and_computes()
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        Assert.Equal(6f, (ones(2, 3).mm(ones(3, 1))).sum().item<float>());
    }

    [Fact]
    public void A_native_exception_is_caught()
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        Assert.ThrowsAny<Exception>(() => ones(2, 3).mm(ones(2, 3)));
    }

    [Fact]
    public void The_libtorch_version_checked_for_is_the_one_TorchSharp_was_built_for()
    {
        TorchRuntime.EnsureLoaded();
        Assert.StartsWith(TorchFolder.NeededVersion + ".", __version__, StringComparison.Ordinal);
    }

    [Fact]
    public void The_description_tells_what_was_loaded()
    {
        TorchRuntime.EnsureLoaded();
        string facts = string.Join('\n', TorchRuntime.Describe());
        Assert.Contains("loaded: yes", facts, StringComparison.Ordinal);
        Assert.Contains(TorchLibrary.FileName, facts, StringComparison.Ordinal);
        Assert.Contains(NativeFallback.AppliedTo is null ? "not used" : "libstdc++: used", facts, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeping_freed_memory_may_be_asked_for_again_and_anywhere()
    {
        Allocator.ReturnFreedMemory();
        Allocator.KeepFreedMemory();
    }
}
