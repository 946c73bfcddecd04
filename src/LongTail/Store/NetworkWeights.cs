using LongTail.Foundation;
using LongTail.Networks;
using static TorchSharp.torch;

namespace LongTail.Store;

/// <summary>Carries weights between a live network and named tensors: all of them, or none.</summary>
public static class NetworkWeights
{
    const int MostOnOneLine = 20, MostNamed = 2000;   // a ResNet-152 and another network have fewer names between them

    const string Advice = "Load it into the network it was trained as: same architecture, width, head and number of classes.";
    const string Convert = "Save them in 32 bits where you trust the file, in Python: torch.save({name: value.float() if value.is_floating_point() else value for name, value in torch.load(file, weights_only=True).items()}, \"weights.pth\").";

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
    public static void Load(Network network, IReadOnlyDictionary<string, Tensor> tensors, string source)
    {
        using IDisposable noGradient = no_grad();
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> live = network.state_dict();
        Check(network, FormsOf(live), FormsOf(tensors), source, Advice);
        foreach (var (name, tensor) in live) tensor.copy_(tensors[name]);
    }

    /// <summary>What tensors are without their numbers.</summary>
    internal static Dictionary<string, TensorForm> FormsOf(IReadOnlyDictionary<string, Tensor> tensors) =>
        tensors.ToDictionary(pair => pair.Key, pair => TensorForm.Of(pair.Value), StringComparer.Ordinal);

    /// <summary>Refuses weights that do not fit, by their names, shapes and kinds.</summary>
    /// <param name="network">Names the network in messages.</param>
    /// <param name="live">What it has.</param>
    /// <param name="found">What would be loaded.</param>
    /// <param name="source">Names the file in messages.</param>
    /// <param name="whatToDo">End of the message where names or shapes do not fit.</param>
    /// <exception cref="ModelFileException">Something does not fit; lists it all.</exception>
    internal static void Check(Network network, IReadOnlyDictionary<string, TensorForm> live, IReadOnlyDictionary<string, TensorForm> found, string source, string whatToDo)
    {
        string[] problems = [.. Problems(live, found)];
        if (problems.Length == 0) return;
        bool inKindAlone = live.Count == found.Count && live.All(pair => found.TryGetValue(pair.Key, out TensorForm form) && form.HasShapeOf(pair.Value));
        string between = problems.Length > MostOnOneLine ? "\n  " : " ";
        throw new ModelFileException(
            $"{source}: found weights {(inKindAlone ? $"of {network.GetName()} in numbers of another kind" : $"of another network than {network.GetName()}")}.{between}" +
            string.Join(between, problems.Take(MostNamed)) + (problems.Length > MostNamed ? $"{between}And {problems.Length - MostNamed} more." : "") +
            (problems.Length > MostOnOneLine ? "\n" : " ") + (inKindAlone ? Convert : whatToDo));
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

    static IEnumerable<string> Problems(IReadOnlyDictionary<string, TensorForm> live, IReadOnlyDictionary<string, TensorForm> tensors)
    {
        foreach (var (name, expected) in live.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            if (!tensors.TryGetValue(name, out TensorForm found))
                yield return $"Missing: {Quoted.Of(name)}.";
            else if (!found.HasShapeOf(expected))
                yield return $"{Quoted.Of(name)}: found shape {Shape(found)}, expected {Shape(expected)}.";
            else if (found.Type != expected.Type)
                yield return $"{Quoted.Of(name)}: found {found.Type}, expected {expected.Type}.";
        foreach (string name in tensors.Keys.Where(name => !live.ContainsKey(name)).Order(StringComparer.Ordinal))
            yield return $"Unexpected: {Quoted.Of(name)}.";
    }

    static string Shape(TensorForm tensor) => $"[{string.Join(", ", tensor.Shape)}]";
}
