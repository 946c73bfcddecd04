using static TorchSharp.torch;

namespace LongTail.Store;

/// <summary>Makes tensors of what a pickle says about them. Each storage is read once, and given back when all of its tensors have been copied out of it.</summary>
/// <param name="archive">Where the numbers are.</param>
/// <param name="wanted">All tensors that will be made, each once.</param>
/// <param name="mostHeld">Bytes that they may take; a view may ask for many more than the file has.</param>
/// <param name="source">Names the file in messages.</param>
sealed class TorchStorages(TorchArchive archive, IEnumerable<PickledTensor> wanted, long mostHeld, string source)
{
    readonly Dictionary<string, int> _uses = wanted.GroupBy(tensor => tensor.Storage.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
    readonly Dictionary<string, Held> _read = new(StringComparer.Ordinal);
    long _held;

    /// <summary>Sees that the archive has the numbers of a tensor, without reading them.</summary>
    /// <exception cref="Foundation.ModelFileException">It has not.</exception>
    internal void Check(PickledTensor described, string name)
    {
        if (BytesOf(described, name) > 0) _ = archive.BytesOf(described.Storage);
        CheckReach(described, name);
    }

    /// <summary>A contiguous tensor in the caller's dispose scope. Tensors that shared memory where they were saved share it here, unless their numbers had to be put in order.</summary>
    /// <param name="described">Its description, not checked yet.</param>
    /// <param name="name">Its name, for messages.</param>
    internal Tensor Tensor(PickledTensor described, string name)
    {
        long bytes = BytesOf(described, name);
        CheckReach(described, name);
        if (bytes == 0) return empty(described.Shape.AsSpan(), TensorTypes.Native(described.Storage.Type));
        Held storage = Read(described.Storage, name);
        bool isLast = --_uses[described.Storage.Key] == 0;
        Tensor view = storage.Numbers.as_strided([.. described.Shape], [.. described.Strides], described.Offset);
        if (view.is_contiguous())
        {
            storage.IsShared = true;
            return view;
        }
        bool givenBack = isLast && !storage.IsShared;
        _held += bytes - (givenBack ? storage.Bytes : 0);
        if (_held > mostHeld) throw ModelFileFault.Damaged(source, $"views of far more numbers than are there, such as {Quoted.Of(name)}", "no more than the file holds");
        Tensor copy = view.contiguous();
        if (!givenBack) return copy;
        view.Dispose();
        storage.Numbers.Dispose();
        return copy;
    }

    Held Read(PickledStorage storage, string name)
    {
        if (_read.TryGetValue(storage.Key, out Held? known))
            return known.Storage == storage ? known : throw ModelFileFault.Damaged(source, $"another kind or length of storage {storage.Key} in {Quoted.Of(name)}", "the same as before");
        int bytes = archive.BytesOf(storage);
        Tensor numbers = empty(storage.Count, TensorTypes.Native(storage.Type));
        Span<byte> memory = numbers.bytes;
        archive.Read(storage, memory);
        ReadTensors.CheckTruthValues(memory, storage.Type, name, source);
        _held += bytes;
        return _read[storage.Key] = new(storage, numbers, bytes);
    }

    // Dimensions of zero count as one, so that the others cannot hide an overflow behind them.
    long BytesOf(PickledTensor described, string name)
    {
        Int128 bytes = ElementTypes.Bytes(described.Storage.Type);
        foreach (long dimension in described.Shape)
        {
            if (dimension < 0) throw ModelFileFault.Damaged(source, $"a negative dimension in {Quoted.Of(name)}", "0 or more");
            bytes *= Math.Max(dimension, 1);
            if (bytes > long.MaxValue) throw ModelFileFault.Damaged(source, $"a shape too large for any file in {Quoted.Of(name)}", "one that fits the file");
        }
        return described.Shape.Contains(0) ? 0 : (long)bytes;
    }

    void CheckReach(PickledTensor described, string name)
    {
        if (described.Offset < 0 || described.Strides.Any(stride => stride < 0)) throw ModelFileFault.Damaged(source, $"a negative offset or stride in {Quoted.Of(name)}", "0 or more");
        if (described.Shape.Contains(0)) return;
        Int128 last = described.Offset;
        foreach ((long dimension, long stride) in described.Shape.Zip(described.Strides)) last += (Int128)(dimension - 1) * stride;
        if (last >= described.Storage.Count) throw ModelFileFault.Damaged(source, $"{Quoted.Of(name)} up to number {last} of its storage", $"{described.Storage.Count} numbers at most");
    }

    sealed record Held(PickledStorage Storage, Tensor Numbers, long Bytes)
    {
        /// <summary>Whether a tensor that was handed out looks into it.</summary>
        public bool IsShared { get; set; }
    }
}
