using LongTail.Foundation;
using LongTail.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Native;

/// <summary>What of recording can be seen without a device: docs/gpu.md says what was run on one, and StepRepeaterTests how it is used.</summary>
public sealed class RecordedWorkTests
{
    [Fact]
    public void A_processor_has_nothing_to_record()
    {
        string message = Assert.Throws<PlatformException>(() => RecordedWork.Require(CPU)).Message;
        Assert.StartsWith("Found the device cpu for a step that is to be recorded, expected an NVIDIA device", message, StringComparison.Ordinal);
        Assert.Contains("--cuda-graph", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_is_not_the_first_is_refused_before_anything_is_trained() =>
        Assert.Contains("CUDA_VISIBLE_DEVICES=1", Assert.Throws<PlatformException>(() => RecordedWork.Require(new Device(DeviceType.CUDA, 1))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_libtorch_without_CUDA_is_told()
    {
        string message = Assert.Throws<PlatformException>(() => RecordedWork.Require(new Device(DeviceType.CUDA, 0))).Message;
        Assert.StartsWith("Found a libtorch (2.10", message, StringComparison.Ordinal);
        Assert.Null(CudaFunctions.Loaded);
    }

    [Fact]
    public void Work_beside_a_recording_is_done_at_once_where_there_is_none()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.False(RecordedWork.IsUnderWay);
        Tensor needed = tensor(2);
        RecordedWork.Given(needed);
        Assert.Equal(3, RecordedWork.Aside(needed, () => needed + 1).item<int>());
    }

    [Fact]
    public void The_switch_for_cuDNN_is_there_by_its_name()
    {
        TorchRuntime.EnsureLoaded();
        if (!OperatingSystem.IsLinux()) return;
        Assert.True(ConvolutionTuning.Set(true));
        Assert.True(ConvolutionTuning.Set(false));
    }
}
