using System.Globalization;

namespace LongTail.Foundation;

/// <summary>Where a run computes, as the user asks for it; whether the machine has it is found out when the run starts.</summary>
public sealed record ComputeDevice
{
    const string CudaName = "cuda";

    ComputeDevice(string name, int index) => (Name, Index) = (name, index);

    /// <summary>The first NVIDIA device where libtorch can use one, else the processor.</summary>
    public static ComputeDevice Auto { get; } = new("auto", 0);

    /// <summary>The processor.</summary>
    public static ComputeDevice Cpu { get; } = new("cpu", 0);

    /// <summary>An NVIDIA device; a machine without it is refused.</summary>
    /// <param name="index">0-based, among the devices that the driver shows to the process.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public static ComputeDevice Cuda(int index = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new(CudaName, index);
    }

    /// <summary>"auto", "cpu" or "cuda".</summary>
    public string Name { get; }

    /// <summary>0-based number of an NVIDIA device; 0 otherwise.</summary>
    public int Index { get; }

    /// <summary>Reads what <see cref="ToString"/> writes; "cuda" is "cuda:0".</summary>
    /// <param name="written">Such as "cuda:1".</param>
    /// <exception cref="FormatException">Something else.</exception>
    public static ComputeDevice Parse(string written) => written switch
    {
        "auto" => Auto,
        "cpu" => Cpu,
        CudaName => Cuda(),
        _ when written.StartsWith(CudaName + ":", StringComparison.Ordinal)
            && int.TryParse(written.AsSpan(CudaName.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index) => Cuda(index),
        _ => throw new FormatException($"Found device '{written}', expected cpu, cuda, cuda:N with N from 0 on, or auto."),
    };

    /// <summary>"auto", "cpu", or "cuda:N".</summary>
    public override string ToString() => Name == CudaName ? string.Create(CultureInfo.InvariantCulture, $"{CudaName}:{Index}") : Name;
}
