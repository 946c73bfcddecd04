using System.Collections.Immutable;

namespace LongTail.Store;

/// <summary>Finds the tensors by name in what a file of PyTorch's holds.</summary>
static class StateDict
{
    const int MostNested = 8, MostVisited = 100_000, LongestName = 1024, MostNamed = 10;
    const string Parallel = "module.";   // what nn.DataParallel puts before every name

    /// <summary>Under which key training scripts put the tensors, besides what else they save.</summary>
    internal static ImmutableArray<string> Wrappers { get; } = ["state_dict", "model", "model_state_dict"];

    /// <summary>The tensors by full name: of dictionaries inside of dictionaries, the names are joined by dots.</summary>
    /// <param name="root">What the pickle holds.</param>
    /// <param name="source">Names the file in messages.</param>
    /// <exception cref="Foundation.ModelFileException">Something else is there, or a name is twice there.</exception>
    internal static SortedDictionary<string, PickledTensor> Of(object? root, string source)
    {
        SortedDictionary<string, PickledTensor> tensors = new(StringComparer.Ordinal);
        int visited = 0;
        Collect(Unwrapped(root, source), "", 0);
        return tensors.Count > 0 && tensors.Keys.All(name => name.StartsWith(Parallel, StringComparison.Ordinal) && name.Length > Parallel.Length)
            ? new(tensors.ToDictionary(pair => pair.Key[Parallel.Length..], pair => pair.Value), StringComparer.Ordinal) : tensors;

        void Collect(PickledDictionary from, string prefix, int depth)
        {
            foreach ((object? key, object? value) in from.Pairs)
            {
                if (++visited > MostVisited || depth > MostNested)
                    throw ModelFileFault.Damaged(source, $"more than {MostVisited} values or {MostNested} dictionaries inside of each other", "fewer");
                if (key is not string { Length: > 0 } name || prefix.Length + name.Length > LongestName)
                    throw TorchFileFault.NoStateDict(source, $"a key that is no name of at most {LongestName} letters{Within(prefix)}");
                if (value is PickledDictionary inner) Collect(inner, $"{prefix}{name}.", depth + 1);
                else if (value is not PickledTensor tensor) throw TorchFileFault.NoStateDict(source, $"{Word(value)} as {Quoted.Of(prefix + name)}");
                else if (!tensors.TryAdd(prefix + name, tensor)) throw ModelFileFault.Damaged(source, $"the name {Quoted.Of(prefix + name)} twice", "every name once");
                else if (tensors.Count > SafetensorsHeader.MaximumEntries) throw ModelFileFault.Damaged(source, $"more than {SafetensorsHeader.MaximumEntries} tensors", "fewer");
            }
        }
    }

    static PickledDictionary Unwrapped(object? root, string source)
    {
        if (root is not PickledDictionary whole) throw TorchFileFault.NoStateDict(source, Word(root));
        if (whole.Pairs.Any(pair => pair.Value is PickledTensor)) return whole;
        PickledDictionary[] wrapped = [.. whole.Pairs.Where(pair => pair.Key is string key && Wrappers.Contains(key)).Select(pair => pair.Value).OfType<PickledDictionary>()];
        if (wrapped.Length == 1) return wrapped[0];
        if (wrapped.Length == 0 && whole.Pairs.Count > 0 && whole.Pairs.All(pair => pair.Value is PickledDictionary)) return whole;
        string keys = string.Join(", ", whole.Pairs.Take(MostNamed).Select(pair => pair.Key is string key ? Quoted.Of(key) : Word(pair.Key)));
        throw TorchFileFault.NoStateDict(source, whole.Pairs.Count == 0 ? "an empty dictionary" : $"a dictionary of {keys}{(whole.Pairs.Count > MostNamed ? " and more" : "")}");
    }

    static string Within(string prefix) => prefix.Length == 0 ? "" : $" below {Quoted.Of(prefix)}";

    static string Word(object? value) => value switch
    {
        null => "None",
        bool => "a truth value",
        long or double => "a number",
        string => "a text",
        object?[] or List<object?> => "a list",
        PickledTensor => "a tensor without a name",
        PickledDictionary => "a dictionary",
        _ => "something",
    };
}
