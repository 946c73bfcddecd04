using LongTail.Networks;

namespace LongTail.Onnx;

/// <summary>A <see cref="CifarResNet"/> as operations.</summary>
sealed class CifarGraph(OnnxGraph graph, WeightTable weights, CifarResNet spec) : ResidualGraph(graph, weights, spec)
{
    readonly OnnxGraph _graph = graph;
    readonly WeightTable _weights = weights;

    /// <inheritdoc/>
    protected override int Stages => 3;

    /// <inheritdoc/>
    protected override int Reduction => 4;

    /// <inheritdoc/>
    protected override string Stem(string images) => Rectified(Convolved("conv1", "bn1", images, stride: 1, padding: 1));

    /// <inheritdoc/>
    protected override string Block(string name, string maps, int stride)
    {
        string first = Rectified(Convolved(name + ".conv1", name + ".bn1", maps, stride, padding: 1));
        return Joined(name, Convolved(name + ".conv2", name + ".bn2", first, stride: 1, padding: 1), stride == 1 ? maps : Halved(name, maps, stride));
    }

    // Every second pixel, and zeros for the new channels on both sides.
    string Halved(string name, string maps, int stride)
    {
        var kernel = _weights.ShapeOf(name + ".conv1.weight");   // [planes, channels, 3, 3]
        long zeros = (kernel[0] - kernel[1]) / 2;
        string every = _graph.Add("Slice", name + ".halved",
        [
            maps,
            _graph.Constant(name + ".halved.starts", [0L, 0L], 2), _graph.Constant(name + ".halved.ends", [long.MaxValue, long.MaxValue], 2),
            _graph.Constant(name + ".halved.axes", [2L, 3L], 2), _graph.Constant(name + ".halved.steps", [stride, (long)stride], 2),
        ]);
        return _graph.Add("Pad", name + ".shortcut", [every, _graph.Constant(name + ".shortcut.pads", [0L, zeros, 0L, 0L, 0L, zeros, 0L, 0L], 8)]);
    }
}
