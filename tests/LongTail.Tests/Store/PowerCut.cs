using LongTail.Foundation;

namespace LongTail.Tests.Store;

/// <summary>What a machine may find after its power went.</summary>
enum Surviving
{
    /// <summary>All, flushed or not: only the process died.</summary>
    Everything,

    /// <summary>What was flushed, and nothing else.</summary>
    OnlyFlushed,

    /// <summary>All names, but of the bytes only the flushed ones: journals of names alone leave empty files.</summary>
    NamesButNotBytes,

    /// <summary>All names, and zeros where bytes were not flushed.</summary>
    NamesAndZeros,

    /// <summary>Any part of what was not flushed, chosen by a seed.</summary>
    Some,
}

/// <summary>A model of a file system with a cache: replays a journal, then shows what is left after a power cut.</summary>
sealed class PowerCut
{
    readonly string _root;
    readonly Node _top = new() { Names = [] };
    readonly Node _flushedTop;

    PowerCut(string root)
    {
        _root = root;
        _flushedTop = _top;
        _top.FlushedNames = [];
    }

    /// <summary>Writes into an empty folder what is left of another after some steps and a cut.</summary>
    public static void Leave(string target, string root, IEnumerable<DiskStep> steps, Surviving surviving, int seed)
    {
        PowerCut model = new(root);
        foreach (DiskStep step in steps) model.Apply(step);
        int draws = 0;
        CounterRandom random = new((ulong)seed);
        Materialize(model._flushedTop, target, surviving, () => random.Uniform((ulong)draws++));
    }

    void Apply(DiskStep step)
    {
        switch (step)
        {
            case DiskStep.CreateFolder create: Link(create.Path, new() { Names = [], FlushedNames = [] }); break;
            case DiskStep.CreateFile create: Link(create.Path, new()); break;
            case DiskStep.Write write: Find(write.Path).Bytes.AddRange(write.Bytes); break;
            case DiskStep.Flush flush: Find(flush.Path).FlushedBytes = [.. Find(flush.Path).Bytes]; break;
            case DiskStep.FlushFolder flush: Find(flush.Path).FlushedNames = new(Find(flush.Path).Names!); break;
            case DiskStep.Delete delete: Unlink(delete.Path); break;
            case DiskStep.Rename rename:
                Node moved = Find(rename.From);
                Unlink(rename.From);
                Link(rename.To, moved);
                break;
        }
    }

    Node Find(string path)
    {
        Node node = _top;
        string relative = Path.GetRelativePath(_root, path);
        if (relative == ".") return node;
        foreach (string name in relative.Split(Path.DirectorySeparatorChar)) node = node.Names![name];
        return node;
    }

    void Link(string path, Node node) => Find(Path.GetDirectoryName(path)!).Names![Path.GetFileName(path)] = node;

    void Unlink(string path) => Find(Path.GetDirectoryName(path)!).Names!.Remove(Path.GetFileName(path));

    static void Materialize(Node node, string path, Surviving surviving, Func<double> draw)
    {
        if (node.Names is null)
        {
            File.WriteAllBytes(path, [.. Bytes(node, surviving, draw)]);
            return;
        }
        Directory.CreateDirectory(path);
        foreach (var (name, child) in Names(node, surviving, draw)) Materialize(child, Path.Combine(path, name), surviving, draw);
    }

    static Dictionary<string, Node> Names(Node folder, Surviving surviving, Func<double> draw)
    {
        if (surviving == Surviving.OnlyFlushed) return folder.FlushedNames!;
        if (surviving != Surviving.Some) return folder.Names!;
        Dictionary<string, Node> names = [];
        foreach (string name in folder.Names!.Keys.Union(folder.FlushedNames!.Keys).Order(StringComparer.Ordinal))
            if ((draw() < 0.5 ? folder.Names : folder.FlushedNames!).TryGetValue(name, out Node? node)) names.Add(name, node);
        return names;
    }

    static IEnumerable<byte> Bytes(Node file, Surviving surviving, Func<double> draw)
    {
        int unflushed = file.Bytes.Count - file.FlushedBytes.Count;
        return surviving switch
        {
            Surviving.Everything => file.Bytes,
            Surviving.NamesAndZeros => file.FlushedBytes.Concat(new byte[unflushed]),
            Surviving.Some => file.Bytes.Take(file.FlushedBytes.Count + (int)(draw() * (unflushed + 1))),
            _ => file.FlushedBytes,
        };
    }

    sealed class Node
    {
        public Dictionary<string, Node>? Names { get; init; }
        public Dictionary<string, Node>? FlushedNames { get; set; }
        public List<byte> Bytes { get; } = [];
        public List<byte> FlushedBytes { get; set; } = [];
    }
}
