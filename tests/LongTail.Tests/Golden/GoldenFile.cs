using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace LongTail.Tests.Golden;

/// <summary>Reference values that a script beside this file computed with PyTorch.</summary>
static class GoldenFile
{
    public static JsonNode Read(string name, [CallerFilePath] string here = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(here)!, "..", "Golden", name);
        return JsonNode.Parse(File.ReadAllText(path))!;
    }

    public static Tensor Vector(this JsonNode node) => tensor(node.Deserialize<double[]>()!);

    public static Tensor Matrix(this JsonNode node)
    {
        double[][] rows = node.Deserialize<double[][]>()!;
        return tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, rows[0].Length]);
    }
}
