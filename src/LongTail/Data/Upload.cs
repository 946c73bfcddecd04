using LongTail.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Data;

/// <summary>Brings what a step makes on the host, numbers and decoded pictures, to where it trains.</summary>
static class Upload
{
    /// <summary>A vector on the device, in the caller's dispose scope. The caller goes on before the numbers have arrived.</summary>
    /// <remarks>
    /// An NVIDIA device copies by itself from page-locked memory, so the numbers go there first; libtorch keeps that memory until they have
    /// arrived. A copy from ordinary memory, which torch.tensor(numbers, device) makes, waits for all work that was queued before it.
    /// </remarks>
    public static Tensor Of(long[] numbers, Device device) => Of(tensor(numbers), device);

    /// <summary>The same of a tensor of the host.</summary>
    /// <exception cref="InvalidOperationException">A step is being recorded: the recording would bring these numbers each time.</exception>
    public static Tensor Of(Tensor host, Device device) => device.type switch
    {
        _ when RecordedWork.IsUnderWay => throw new InvalidOperationException("it brings numbers from the processor"),
        DeviceType.CPU => host,
        DeviceType.CUDA => host.pin_memory().to(device, non_blocking: true),
        _ => host.to(device),
    };
}
