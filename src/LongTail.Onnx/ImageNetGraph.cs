using LongTail.Networks;

namespace LongTail.Onnx;

/// <summary>An <see cref="ImageNetResNet"/> as operations.</summary>
sealed class ImageNetGraph(OnnxGraph graph, WeightTable weights, ImageNetResNet spec) : ResidualGraph(graph, weights, spec)
{
    readonly OnnxGraph _graph = graph;
    readonly WeightTable _weights = weights;
    readonly ImageNetResNet _spec = spec;

    /// <inheritdoc/>
    protected override int Stages => 4;

    /// <inheritdoc/>
    protected override int Reduction => 32;

    /// <inheritdoc/>
    protected override string Stem(string images) => _graph.Add("MaxPool", "stem", [Rectified(Convolved("conv1", "bn1", images, stride: 2, padding: 3))],
        OnnxAttribute.Wholes("kernel_shape", 3, 3), OnnxAttribute.Wholes("strides", 2, 2), OnnxAttribute.Wholes("pads", 1, 1, 1, 1));

    /// <inheritdoc/>
    protected override string Block(string name, string maps, int stride)
    {
        string changed = _spec.HasBottlenecks ? Bottleneck(name, maps, stride) : Basic(name, maps, stride);
        return Joined(name, changed, _weights.Has(name + ".downsample.0.weight") ? Convolved(name + ".downsample.0", name + ".downsample.1", maps, stride, padding: 0) : maps);
    }

    string Basic(string name, string maps, int stride)
    {
        string first = Rectified(Convolved(name + ".conv1", name + ".bn1", maps, stride, padding: 1));
        return Convolved(name + ".conv2", name + ".bn2", first, stride: 1, padding: 1);
    }

    string Bottleneck(string name, string maps, int stride)
    {
        (int outer, int middle) = _spec.Strides == BottleneckStrides.Caffe ? (stride, 1) : (1, stride);
        string first = Rectified(Convolved(name + ".conv1", name + ".bn1", maps, outer, padding: 0));
        string second = Rectified(Convolved(name + ".conv2", name + ".bn2", first, middle, padding: 1, _spec.Groups));
        return Convolved(name + ".conv3", name + ".bn3", second, stride: 1, padding: 0);
    }
}
