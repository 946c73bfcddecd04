namespace LongTail.Onnx;

/// <summary>OLTR's attention over the places of the last maps as operations; see <see cref="Networks.ModulatedAttention"/>.</summary>
static class AttentionGraph
{
    const string Name = "modulatedatt";

    /// <summary>x + s * mask.</summary>
    /// <param name="graph">Where to.</param>
    /// <param name="weights">Of the network.</param>
    /// <param name="maps">Name of x, [N, K, rows, columns].</param>
    /// <param name="rows">Of the maps.</param>
    /// <param name="columns">Of the maps.</param>
    /// <returns>Name of a value of the same shape.</returns>
    public static string Add(OnnxGraph graph, WeightTable weights, string maps, int rows, int columns)
    {
        string turned = graph.Add("Transpose", Of("theta.turned"), [Places(graph, weights, "theta", maps)], OnnxAttribute.Wholes("perm", 0, 2, 1));
        string likeness = graph.Add("MatMul", Of("likeness"), [turned, Places(graph, weights, "phi", maps)]);                                               // [N, places, places]
        string affinity = graph.Add("Softmax", Of("affinity"), [likeness], OnnxAttribute.Whole("axis", 2));
        string from = graph.Add("Transpose", Of("affinity.turned"), [affinity], OnnxAttribute.Wholes("perm", 0, 2, 1));
        string gathered = graph.Add("MatMul", Of("gathered"), [Places(graph, weights, "g", maps), from]);                                                   // [N, K / 2, places]
        string laidOut = graph.Add("Reshape", Of("gathered.maps"), [gathered, graph.Constant(Of("gathered.shape"), [0L, -1L, rows, columns], 4)]);
        string kernel = graph.Constant(Of("conv_mask.weight"), weights[Of("conv_mask.weight")].AsSpan(), weights.ShapeOf(Of("conv_mask.weight")).AsSpan());
        string mask = graph.Add("Conv", Of("conv_mask"), [laidOut, kernel]);                                                                                // [N, K, rows, columns]
        string spread = HeadGraph.AddLinear(graph, weights, Of("fc_spatial"), graph.Add("Flatten", Of("flat"), [maps]));
        string where = graph.Add("Softmax", Of("where"), [spread], OnnxAttribute.Whole("axis", 1));
        string places = graph.Add("Reshape", Of("where.maps"), [where, graph.Constant(Of("where.shape"), [0L, 1L, rows, columns], 4)]);
        return graph.Add("Add", Of("sum"), [maps, graph.Add("Mul", Of("masked"), [places, mask])]);
    }

    // [N, K / 2, places]
    static string Places(OnnxGraph graph, WeightTable weights, string layer, string maps)
    {
        string name = Of(layer);
        string kernel = graph.Constant(name + ".weight", weights[name + ".weight"].AsSpan(), weights.ShapeOf(name + ".weight").AsSpan());
        string shift = graph.Constant(name + ".bias", weights[name + ".bias"].AsSpan(), weights[name + ".bias"].Length);
        return graph.Add("Reshape", name + ".places", [graph.Add("Conv", name, [maps, kernel, shift]), graph.Constant(name + ".shape", [0L, 0L, -1L], 3)]);
    }

    static string Of(string part) => $"{Name}.{part}";
}
