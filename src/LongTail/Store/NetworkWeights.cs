using LongTail.Foundation;
using LongTail.Networks;
using static TorchSharp.torch;

namespace LongTail.Store;

/// <summary>Carries weights between a live network and named tensors: all of them, or none.</summary>
public static class NetworkWeights
{
    const int MostNamed = 20;

    /// <summary>Copies of all parameters and buffers, on the CPU, contiguous.</summary>
    /// <returns>The caller owns it; it outlives every dispose scope.</returns>
    public static NamedTensors Snapshot(Network network)
    {
        using IDisposable noGradient = no_grad();
        using var scope = NewDisposeScope();
        SortedDictionary<string, Tensor> copies = new(StringComparer.Ordinal);
        foreach (var (name, live) in network.state_dict())
            copies.Add(name, empty(live.shape, live.dtype).copy_(live));
        return new(copies, new Dictionary<string, string>());
    }

    /// <summary>Sets every parameter and buffer of the network, in place: layout, device and the optimizer's handles stay.</summary>
    /// <param name="network">Untouched unless everything fits.</param>
    /// <param name="tensors">By the names of <see cref="Snapshot"/>; shapes and kinds must be equal, nothing is converted.</param>
    /// <param name="source">Names the file in messages.</param>
    /// <exception cref="ModelFileException">Names are missing, unexpected, or of another shape or kind; lists them all.</exception>
    public static void Load(Network network, IReadOnlyDictionary<string, Tensor> tensors, string source) =>
        LoadOrAdvise(network, tensors, source, "Load it into the network it was trained as: same architecture, width, head and number of classes.");

    /// <summary>The same with other advice at the end of the message.</summary>
    internal static void LoadOrAdvise(Network network, IReadOnlyDictionary<string, Tensor> tensors, string source, string whatToDo)
    {
        using IDisposable noGradient = no_grad();
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> live = network.state_dict();
        string[] problems = [.. Problems(live, tensors)];
        if (problems.Length > 0)
            throw new ModelFileException(
                $"{source}: found weights of another network than {network.GetName()}. {string.Join(' ', problems.Take(MostNamed))}" +
                (problems.Length > MostNamed ? $" And {problems.Length - MostNamed} more." : "") +
                " " + whatToDo);
        foreach (var (name, tensor) in live) tensor.copy_(tensors[name]);
    }

    /// <summary>Sets what the tensors have; what the network has beyond that stays as it is.</summary>
    /// <inheritdoc cref="Load"/>
    /// <exception cref="ModelFileException">One of them is unexpected, or of another shape or kind; lists them all.</exception>
    public static void LoadPart(Network network, IReadOnlyDictionary<string, Tensor> tensors, string source)
    {
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> whole = network.state_dict();
        foreach ((string name, Tensor tensor) in tensors) whole[name] = tensor;
        Load(network, whole, source);
    }

    static IEnumerable<string> Problems(Dictionary<string, Tensor> live, IReadOnlyDictionary<string, Tensor> tensors)
    {
        foreach (var (name, expected) in live.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            if (!tensors.TryGetValue(name, out Tensor? found))
                yield return $"Missing: {Quoted.Of(name)}.";
            else if (!found.shape.AsSpan().SequenceEqual(expected.shape))
                yield return $"{Quoted.Of(name)}: found shape {Shape(found)}, expected {Shape(expected)}.";
            else if (found.dtype != expected.dtype)
                yield return $"{Quoted.Of(name)}: found {found.dtype}, expected {expected.dtype}.";
        foreach (string name in tensors.Keys.Where(name => !live.ContainsKey(name)).Order(StringComparer.Ordinal))
            yield return $"Unexpected: {Quoted.Of(name)}.";
    }

    static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
