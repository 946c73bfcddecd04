using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Networks;

namespace LongTail.Onnx;

/// <summary>Features to logits as operations; what depends on the weights alone is computed here, in 64 bits.</summary>
static class HeadGraph
{
    const double Shortest = 1e-12;   // below it a vector is not brought to length 1
    const float ReachScale = 10;     // of a meta-embedding
    const float Nearest = 1e-6f;

    /// <summary>The head's operations.</summary>
    /// <param name="graph">Where to.</param>
    /// <param name="weights">Of the network.</param>
    /// <param name="head">Which it is.</param>
    /// <param name="name">Of the layer in checkpoints.</param>
    /// <param name="features">Name of the features' value, [N, D].</param>
    /// <returns>Name of the logits' value, [N, C].</returns>
    /// <exception cref="RecipeException">It is of a kind that is not known here.</exception>
    public static string Add(OnnxGraph graph, WeightTable weights, HeadSpec head, string name, string features) => head switch
    {
        LinearHead => AddLinear(graph, weights, name, features),
        ScaledHead => AddScaled(graph, weights, name, features),
        CosineHead cosine => AddCosine(graph, weights, name, features, cosine.Scale),
        MetaEmbeddingHead embedding => AddMetaEmbedding(graph, weights, name, features, embedding.Scale),
        _ => throw new RecipeException($"Found head {head.GetType().Name}, expected LinearHead, ScaledHead, CosineHead or MetaEmbeddingHead."),
    };

    /// <summary>A linear layer.</summary>
    /// <inheritdoc cref="Add"/>
    public static string AddLinear(OnnxGraph graph, WeightTable weights, string name, string features) =>
        AddProduct(graph, name, features, weights[name + ".weight"].AsSpan(), weights.ShapeOf(name + ".weight"), weights[name + ".bias"].AsSpan());

    static string AddScaled(OnnxGraph graph, WeightTable weights, string name, string features)
    {
        ImmutableArray<float> scale = weights[name + ".scale"], weight = weights[name + ".weight"];
        int each = weight.Length / scale.Length;
        return AddProduct(graph, name, features, [.. weight.Select((number, i) => (float)((double)number * scale[i / each]))], weights.ShapeOf(name + ".weight"),
            [.. weights[name + ".bias"].Select((number, label) => (float)((double)number * scale[label]))]);
    }

    // The published shape is [D, C]: each column is a class.
    static string AddCosine(OnnxGraph graph, WeightTable weights, string name, string features, double scale)
    {
        ImmutableArray<long> shape = weights.ShapeOf(name + ".weight");
        ImmutableArray<float> weight = weights[name + ".weight"];
        int classes = (int)shape[1];
        double[] length = [.. Enumerable.Range(0, classes).Select(label => Math.Max(Shortest, Math.Sqrt(Every(classes, label, weight).Sum(number => (double)number * number))))];
        string vectors = graph.Constant(name + ".weight", [.. weight.Select((number, i) => (float)(scale * number / length[i % classes]))], shape.AsSpan());
        string least = graph.Constant(name + ".shortest", [(float)Shortest]);
        string norm = graph.Add("Max", name + ".length", [Length(graph, name + ".features", features), least]);
        return graph.Add("MatMul", name, [graph.Add("Div", name + ".direction", [features, norm]), vectors]);
    }

    // LongTail.Networks' MetaEmbeddingLayer, operation by operation.
    static string AddMetaEmbedding(OnnxGraph graph, WeightTable weights, string name, string features, double scale)
    {
        ImmutableArray<long> shape = weights.ShapeOf(name + ".centroids");   // [C, D]
        ImmutableArray<float> centroids = weights[name + ".centroids"], weight = weights[name + ".weight"];
        int each = (int)shape[1];
        string memory = graph.Constant(name + ".centroids", centroids.AsSpan(), shape.AsSpan());
        string beliefs = graph.Add("Softmax", name + ".beliefs", [AddLinear(graph, weights, name + ".fc_hallucinator", features)], OnnxAttribute.Whole("axis", 1));
        string recalled = graph.Add("MatMul", name + ".recalled", [beliefs, memory]);
        string gates = graph.Add("Tanh", name + ".gates", [AddLinear(graph, weights, name + ".fc_selector", features)]);
        string enriched = graph.Add("Add", name + ".enriched", [features, graph.Add("Mul", name + ".selected", [gates, recalled])]);
        string embedding = graph.Add("Mul", name + ".embedding", [Reach(graph, name, features, memory, centroids, shape), enriched]);
        string one = graph.Constant(name + ".one", [1f]);
        string squashed = graph.Add("Div", name + ".squashed", [embedding, graph.Add("Add", name + ".beyond", [Length(graph, name + ".embedding", embedding), one])]);
        float[] vectors = new float[weight.Length];
        for (int label = 0; label < shape[0]; label++)
        {
            double length = Math.Sqrt(weight.Skip(label * each).Take(each).Sum(number => (double)number * number));
            for (int i = label * each; i < (label + 1) * each; i++) vectors[i] = (float)(scale * weight[i] / length);
        }
        return AddProduct(graph, name, squashed, vectors, shape, []);
    }

    // The nearest centroid is found by products; the distance to it is then taken without their rounding.
    static string Reach(OnnxGraph graph, string name, string features, string memory, ImmutableArray<float> centroids, ImmutableArray<long> shape)
    {
        int each = (int)shape[1];
        float[] squares = [.. centroids.Chunk(each).Select(row => (float)row.Sum(number => (double)number * number))];
        string turned = graph.Constant(name + ".centroids.twice", Turned([.. centroids.Select(number => -2 * number)], each), shape[1], shape[0]);
        string distances = graph.Add("Add", name + ".distances", [graph.Add("MatMul", name + ".products", [features, turned]), graph.Constant(name + ".squares", squares, squares.Length)]);
        string nearest = graph.Add("ArgMin", name + ".nearest", [distances], OnnxAttribute.Whole("axis", 1), OnnxAttribute.Whole("keepdims", 0));
        string away = graph.Add("Sub", name + ".away", [features, graph.Add("Gather", name + ".centroid", [memory, nearest], OnnxAttribute.Whole("axis", 0))]);
        string distance = graph.Add("Add", name + ".distance", [Length(graph, name + ".away", away), graph.Constant(name + ".near", [Nearest])]);
        return graph.Add("Div", name + ".reach", [graph.Constant(name + ".ten", [ReachScale]), distance]);
    }

    // [N, 1]
    static string Length(OnnxGraph graph, string name, string vectors) => graph.Add("ReduceL2", name + ".norm", [vectors], OnnxAttribute.Wholes("axes", 1), OnnxAttribute.Whole("keepdims", 1));

    // [N, D] by the rows of [C, D].
    static string AddProduct(OnnxGraph graph, string name, string features, ReadOnlySpan<float> weight, ImmutableArray<long> shape, ReadOnlySpan<float> bias)
    {
        string vectors = graph.Constant(name + ".weight", weight, shape.AsSpan());
        return graph.Add("Gemm", name, bias.IsEmpty ? [features, vectors] : [features, vectors, graph.Constant(name + ".bias", bias, bias.Length)], OnnxAttribute.Whole("transB", 1));
    }

    static IEnumerable<float> Every(int step, int first, ImmutableArray<float> numbers)
    {
        for (int i = first; i < numbers.Length; i += step) yield return numbers[i];
    }

    static float[] Turned(float[] rows, int each)
    {
        int count = rows.Length / each;
        float[] turned = new float[rows.Length];
        for (int row = 0; row < count; row++)
            for (int column = 0; column < each; column++) turned[column * count + row] = rows[row * each + column];
        return turned;
    }
}
