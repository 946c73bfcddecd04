using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace LongTail.Tests.Golden;

/// <summary>Reference values that a script beside this file computed with PyTorch.</summary>
static class GoldenFile
{
    public static JsonNode Read(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "LongTail.Tests", "Golden", name)))!;

    public static Tensor Vector(this JsonNode node) => tensor(node.Deserialize<double[]>()!);

    public static Tensor Matrix(this JsonNode node)
    {
        double[][] rows = node.Deserialize<double[][]>()!;
        return tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, rows[0].Length]);
    }
}
