using LongTail.Networks;

namespace LongTail.Onnx;

/// <summary>A trained ResNet as operations. What is a normalisation after a convolution in the network is a part of the convolution here.</summary>
/// <remarks>Its order is that of the modules in <see cref="LongTail.Networks"/>, whose answers tests compare it with, for every kind of network.</remarks>
abstract class ResidualGraph(OnnxGraph graph, WeightTable weights, ResidualNetwork spec)
{
    /// <summary>The network's operations.</summary>
    /// <param name="graph">Where to.</param>
    /// <param name="weights">Of the network.</param>
    /// <param name="spec">Which it is.</param>
    /// <param name="images">Name of the value with the images, [N, K, H, W], normalised.</param>
    /// <returns>Name of the logits' value, [N, C].</returns>
    /// <exception cref="Foundation.RecipeException">It is of a kind that is not known here.</exception>
    public static string Add(OnnxGraph graph, WeightTable weights, NetworkSpec spec, string images) => spec switch
    {
        CifarResNet cifar => new CifarGraph(graph, weights, cifar).Logits(images),
        ImageNetResNet photographs => new ImageNetGraph(graph, weights, photographs).Logits(images),
        _ => throw new Foundation.RecipeException($"Found a network of kind {spec.GetType().Name}, expected CifarResNet or ImageNetResNet."),
    };

    /// <summary>Stages of blocks.</summary>
    protected abstract int Stages { get; }

    /// <summary>How many times the last maps are smaller than the images.</summary>
    protected abstract int Reduction { get; }

    /// <summary>What comes before the blocks.</summary>
    protected abstract string Stem(string images);

    /// <summary>One block.</summary>
    /// <param name="name">Of the block in checkpoints, such as "layer1.0".</param>
    /// <param name="maps">Name of its input.</param>
    /// <param name="stride">1 or 2.</param>
    protected abstract string Block(string name, string maps, int stride);

    /// <summary>A convolution and the normalisation after it.</summary>
    /// <param name="convolution">Its name in checkpoints, which the value gets.</param>
    /// <param name="normalization">Of the normalisation.</param>
    /// <param name="input">Name of the input.</param>
    /// <param name="stride">1 or 2.</param>
    /// <param name="padding">Zeros on each side.</param>
    /// <param name="groups">Of channels.</param>
    protected string Convolved(string convolution, string normalization, string input, int stride, int padding, int groups = 1)
    {
        (float[] weight, float[] bias) = weights.Folded(convolution, normalization);
        string kernel = graph.Constant(convolution + ".weight", weight, weights.ShapeOf(convolution + ".weight").AsSpan());
        string shift = graph.Constant(convolution + ".bias", bias, bias.Length);
        return graph.Add("Conv", convolution, [input, kernel, shift],
            OnnxAttribute.Wholes("strides", stride, stride), OnnxAttribute.Wholes("pads", padding, padding, padding, padding), OnnxAttribute.Whole("group", groups));
    }

    /// <summary>What is above 0 of a value.</summary>
    protected string Rectified(string value) => graph.Add("Relu", value + ".relu", [value]);

    /// <summary>A sum of two values, and what is above 0 of it.</summary>
    protected string Joined(string name, string value, string shortcut) => Rectified(graph.Add("Add", name + ".sum", [value, shortcut]));

    string Logits(string images)
    {
        string maps = Stem(images);
        int blocks = 0;
        for (int stage = 1; stage <= Stages; stage++)
            for (blocks = 0; weights.Has($"layer{stage}.{blocks}.conv1.weight"); blocks++) maps = Block($"layer{stage}.{blocks}", maps, StrideOf(stage, blocks));
        if (spec.Bilateral)
        {
            int stride = StrideOf(Stages, blocks);   // the branches are the block that comes next
            return Head(graph.Add("Concat", "features", [Pooled("cb_block", maps, stride), Pooled("rb_block", maps, stride)], OnnxAttribute.Whole("axis", 1)));
        }
        if (spec.Attention is { } of) maps = AttentionGraph.Add(graph, weights, maps, Reduced(of.Height), Reduced(of.Width));
        string features = Averaged("features", maps);
        return Head(spec.Embedding ? Rectified(HeadGraph.AddLinear(graph, weights, "fc_add", features)) : features);
    }

    static int StrideOf(int stage, int block) => stage > 1 && block == 0 ? 2 : 1;

    string Pooled(string branch, string maps, int stride) => Averaged(branch + ".features", Block(branch, maps, stride));

    string Averaged(string name, string maps) => graph.Add("Flatten", name, [graph.Add("GlobalAveragePool", name + ".mean", [maps])]);

    string Head(string features) => HeadGraph.Add(graph, weights, spec.Head, spec.HeadPrefix.TrimEnd('.'), features);

    int Reduced(int side) => (side + Reduction - 1) / Reduction;
}
