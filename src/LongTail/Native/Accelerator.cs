using System.Collections.Immutable;
using LongTail.Foundation;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Native;

/// <summary>The devices libtorch can compute on. See docs/decisions/0009.</summary>
public static class Accelerator
{
    /// <summary>Finds the device a run asks for and sets how exactly NVIDIA devices multiply, for the whole process.</summary>
    /// <param name="choice">What is asked for.</param>
    /// <param name="tf32">
    /// True lets NVIDIA devices round the factors of products of floats to 10 bits of fraction (TF32), which is faster;
    /// false keeps all 24 bits in matrix products and convolutions alike. (PyTorch's default rounds in convolutions.) No effect on a processor.
    /// </param>
    /// <param name="benchmark">True lets cuDNN try its algorithms on each new shape of a convolution and keep the fastest (PyTorch's cudnn.benchmark). No effect on a processor.</param>
    /// <exception cref="PlatformException">There is no such device, or the native library does not load; the message says what to do.</exception>
    public static Device Open(ComputeDevice choice, bool tf32 = false, bool benchmark = false)
    {
        TorchRuntime.EnsureLoaded();
        Device device = Choose(choice, choice == ComputeDevice.Cpu ? 0 : Devices, TorchFolder.IsChosen);
        if (device.type != DeviceType.CUDA) return device;
        (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32) = (tf32, tf32);
        if (!ConvolutionTuning.Set(benchmark) && benchmark)
            throw new PlatformException($"Found a libtorch ({__version__}) without the switch that lets cuDNN try its algorithms. Leave out --cudnn-benchmark.");
        return device;
    }

    /// <summary>The devices beside the processor, one line each with name and memory as far as the driver tells.</summary>
    /// <exception cref="PlatformException">The native library does not load.</exception>
    public static ImmutableArray<string> List()
    {
        TorchRuntime.EnsureLoaded();
        return [.. Enumerable.Range(0, Devices).Select(index => $"{ComputeDevice.Cuda(index)}: {NvidiaDriver.Describe(index) ?? "of an unknown name"}")];
    }

    /// <summary>What the maker calls a device: that of the processor is null, as is one whose driver does not tell.</summary>
    public static string? NameOf(Device device) => device.type == DeviceType.CUDA ? NvidiaDriver.NameOf(Math.Max(device.index, 0)) : null;

    /// <summary>Whether products on this device are rounded to TF32 now.</summary>
    public static bool UsesTf32(Device device) => device.type == DeviceType.CUDA && backends.cudnn.allow_tf32;

    /// <summary>Whether the device that a choice comes to multiplies 16-bit brain floats itself, as NVIDIA's do from Ampere on; null where it is the processor.</summary>
    /// <exception cref="PlatformException">As for <see cref="Open"/>.</exception>
    public static bool? HasBFloat16(ComputeDevice choice)
    {
        const int Ampere = 8;
        if (choice == ComputeDevice.Cpu) return null;
        TorchRuntime.EnsureLoaded();
        Device device = Choose(choice, Devices, TorchFolder.IsChosen);
        return device.type == DeviceType.CUDA ? NvidiaDriver.GenerationOf(Math.Max(device.index, 0)) >= Ampere : null;
    }

    /// <summary>The rule of <see cref="Open"/> apart from this machine.</summary>
    internal static Device Choose(ComputeDevice choice, int devices, bool ownLibtorch)
    {
        if (choice == ComputeDevice.Cpu || (choice == ComputeDevice.Auto && devices == 0)) return CPU;
        if (choice.Index < devices) return new Device(DeviceType.CUDA, choice.Index);
        if (devices > 0)
            throw new PlatformException($"Found {devices} NVIDIA device(s), cuda:0 to cuda:{devices - 1}, expected {choice}. Choose one of these, or show the process more of them (CUDA_VISIBLE_DEVICES).");
        string libtorch = ownLibtorch
            ? $"{TorchFolder.Variable} must name a libtorch {TorchFolder.NeededVersion} with CUDA (libtorch_cuda.so in it)"
            : $"Build with -p:Torch=cuda, or set {TorchFolder.Variable} to the lib folder of a libtorch {TorchFolder.NeededVersion} with CUDA";
        throw new PlatformException($"Found no NVIDIA device that libtorch can use, expected {choice}. {libtorch}, see that nvidia-smi lists the device, or leave the choice to --device auto.");
    }

    static int Devices => cuda.is_available() ? cuda.device_count() : 0;
}
