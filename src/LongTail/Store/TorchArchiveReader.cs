using LongTail.Foundation;
using static TorchSharp.torch;

namespace LongTail.Store;

/// <summary>
/// Reads tensors by name from the .pt and .pth files of PyTorch 1.6 and later. A file can be wrong, but it cannot run code and cannot ask for much more memory
/// than its size: the pickle inside is interpreted as data, with a list of the few names that tensors need.
/// </summary>
/// <remarks>
/// Serves the saved state dictionary of a network, alone or under "state_dict", "model" or "model_state_dict"; "module." is dropped where it stands before every
/// name. Whole networks, TorchScript and files of before version 1.6 are refused with the line of Python that converts them.
/// </remarks>
static class TorchArchiveReader
{
    const int SmallConstant = 16 << 20;

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="requireFinite">Refuse NaN and infinity; right for weights.</param>
    /// <returns>The caller owns it. Tensors that shared memory where they were saved may share it here.</returns>
    /// <exception cref="ModelFileException">The file is missing, damaged, or holds more than tensors by name.</exception>
    public static NamedTensors Read(string path, bool requireFinite = true) => ModelFile.Open(path, file => Read(file, path, requireFinite));

    /// <summary>Reads a stream that holds a file and nothing else.</summary>
    /// <param name="stream">Can seek.</param>
    /// <param name="source">Names the file in messages.</param>
    /// <param name="requireFinite">Refuse NaN and infinity; right for weights.</param>
    /// <returns>The caller owns it. Tensors that shared memory where they were saved may share it here.</returns>
    /// <exception cref="ModelFileException">The file is damaged, or holds more than tensors by name.</exception>
    public static NamedTensors Read(Stream stream, string source, bool requireFinite = true) =>
        ModelFile.Guarded(source, () => ReadChecked(stream, source, requireFinite));

    /// <summary>What a stream's file says it holds, without its numbers.</summary>
    /// <exception cref="ModelFileException">The file is damaged as far as this tells, or holds more than tensors by name.</exception>
    internal static IReadOnlyDictionary<string, TensorForm> Describe(Stream stream, string source)
    {
        (SortedDictionary<string, PickledTensor> described, TorchStorages storages) = Open(stream, source);
        foreach ((string name, PickledTensor tensor) in described) storages.Check(tensor, name);
        return described.ToDictionary(pair => pair.Key, pair => new TensorForm(TensorTypes.Native(pair.Value.Storage.Type), [.. pair.Value.Shape]), StringComparer.Ordinal);
    }

    static (SortedDictionary<string, PickledTensor> Described, TorchStorages Storages) Open(Stream stream, string source)
    {
        TorchArchive archive = TorchArchive.Open(stream, source);
        SortedDictionary<string, PickledTensor> described = StateDict.Of(TorchPickle.Read(archive.ReadPickle(), source), source);
        return (described, new(archive, described.Values, stream.Length + SmallConstant, source));
    }

    static NamedTensors ReadChecked(Stream stream, string source, bool requireFinite)
    {
        (SortedDictionary<string, PickledTensor> described, TorchStorages storages) = Open(stream, source);
        using IDisposable noGradient = no_grad();
        using var scope = NewDisposeScope();   // if one tensor is refused, none is left behind
        SortedDictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
        foreach ((string name, PickledTensor description) in described)
        {
            Tensor tensor = storages.Tensor(description, name);
            if (requireFinite) ReadTensors.CheckFinite(tensor, name, source);
            tensors.Add(name, tensor);
        }
        return new(tensors, new Dictionary<string, string>());
    }
}
