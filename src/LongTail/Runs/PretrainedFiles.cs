using System.Collections.Immutable;
using System.Security.Cryptography;
using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Stages;
using LongTail.Store;
using static TorchSharp.torch;

namespace LongTail.Runs;

/// <summary>Finds files of pretrained weights, and puts what is in them into networks.</summary>
static class PretrainedFiles
{
    const string Counter = "num_batches_tracked";

    /// <summary>The same start with the fingerprint of its file.</summary>
    /// <param name="start">Whose path counts.</param>
    /// <param name="dataFolder">Where a relative path is looked for first; null where there is none.</param>
    /// <exception cref="ModelFileException">There is no such file.</exception>
    public static PretrainedStart Identify(PretrainedStart start, string? dataFolder) => start with { Fingerprint = FingerprintOf(Find(start, dataFolder)) };

    /// <summary>Sees whether a file's weights fit a network, and whether all of them are numbers: hours of a teacher's training may come before they are used.</summary>
    /// <inheritdoc cref="Load"/>
    public static void Check(PretrainedStart start, Network network, string? dataFolder)
    {
        using var scope = NewDisposeScope();
        string path = Find(start, dataFolder);
        CheckFile(start, network, path);
        PretrainedWeights.Read(path).Dispose();
    }

    /// <summary>Puts the weights into a network, all of them or none. Floats of 16 bits are widened.</summary>
    /// <param name="start">Which weights.</param>
    /// <param name="network">Its head stays as it is where <see cref="PretrainedStart.FreshHead"/> says so; both last blocks of a bilateral network get the weights of the one.</param>
    /// <param name="dataFolder">As for <see cref="Identify"/>.</param>
    /// <exception cref="ModelFileException">The file is missing, damaged, another one than when the plan was made, or of another network: every name is listed.</exception>
    public static void Load(PretrainedStart start, Network network, string? dataFolder)
    {
        string path = Find(start, dataFolder);
        if (FingerprintOf(path) != start.Fingerprint)
            throw new ModelFileException($"{path}: found other weights than when the run was planned, expected SHA-256 {start.Fingerprint}. Start the run again.");
        using var scope = NewDisposeScope();
        CheckFile(start, network, path);
        using NamedTensors file = PretrainedWeights.Read(path);
        NetworkWeights.Load(network, Placed(start, network, file.Tensors, weights => TensorForm.Of(weights).Widened.Type is var type && type == weights.dtype ? weights : weights.to(type), network.state_dict()), path);
    }

    static void CheckFile(PretrainedStart start, Network network, string path)
    {
        Dictionary<string, TensorForm> live = NetworkWeights.FormsOf(network.state_dict());
        Dictionary<string, TensorForm> taken = Placed(start, network, PretrainedWeights.Describe(path), form => form.Widened, live);
        ILookup<bool, bool> fits = live.ToLookup(pair => IsOfHead(pair.Key, network), pair => taken.TryGetValue(pair.Key, out TensorForm found) && found.HasShapeOf(pair.Value));
        bool headAlone = fits[false].All(fit => fit) && !fits[true].All(fit => fit);
        NetworkWeights.Check(network, live, taken, path, headAlone && !start.FreshHead
            ? "To keep the features and draw a new head for these classes, set network.replaceHead to true; otherwise name the network that the weights were trained as."
            : "Name the network that the weights were trained as (network.name and network.strides; method.teacherNetwork for network.teacherWeights).");
    }

    // Files from before PyTorch 0.4.1 do not count batches, and nothing here depends on the count.
    static Dictionary<string, T> Placed<T>(PretrainedStart start, Network network, IReadOnlyDictionary<string, T> file, Func<T, T> widened, IReadOnlyDictionary<string, T> live)
    {
        Dictionary<string, T> taken = file
            .Where(pair => !(start.FreshHead && IsDrawn(pair.Key, network)))
            .SelectMany(pair => network.PlacesOf(pair.Key).Select(place => KeyValuePair.Create(place, widened(pair.Value))))
            .ToDictionary(StringComparer.Ordinal);
        foreach ((string name, T own) in live.Where(pair => pair.Key.EndsWith(Counter, StringComparison.Ordinal) || start.FreshHead && IsDrawn(pair.Key, network)))
            taken.TryAdd(name, own);
        return taken;
    }

    static bool IsOfHead(string name, Network network) => name.StartsWith(network.HeadPrefix, StringComparison.Ordinal);

    // Beside a fresh head, what a method adds before it: no file of others has that.
    static bool IsDrawn(string name, Network network) => IsOfHead(name, network) || network.AddedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    static string Find(PretrainedStart start, string? dataFolder)
    {
        ImmutableArray<string> places = dataFolder is null ? [Path.GetFullPath(start.File)] : [Path.GetFullPath(Path.Combine(dataFolder, start.File)), Path.GetFullPath(start.File)];
        return places.FirstOrDefault(File.Exists)
            ?? throw new ModelFileException($"Found no file {string.Join(" and no file ", places.Distinct())}, expected pretrained weights (.safetensors, or a .pth of PyTorch 1.6 or later). Check network.weights and network.teacherWeights.");
    }

    static string FingerprintOf(string path) => ModelFile.Open(path, file => Convert.ToHexStringLower(SHA256.HashData(file)));
}
