using static TorchSharp.torch;

namespace LongTail.Store;

/// <summary>Tensors by name, owned: they belong to no dispose scope and live until this is disposed.</summary>
public sealed class NamedTensors : IDisposable
{
    internal NamedTensors(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        foreach (Tensor tensor in tensors.Values) tensor.DetachFromDisposeScope();
        Tensors = tensors;
        Metadata = metadata;
    }

    /// <summary>On the CPU, contiguous, without gradients.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>Free text by key, from the file they were read from; otherwise empty.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in Tensors.Values) tensor.Dispose();
    }
}
