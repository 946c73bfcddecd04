using LongTail.Data;
using LongTail.Foundation;
using LongTail.Prediction;
using LongTail.Runs;

namespace LongTail.Onnx;

/// <summary>A trained network as onnx.proto's ModelProto.</summary>
static class OnnxModel
{
    const int FormatVersion = 7, OperatorSet = 13;   // ONNX 1.8: read by everything that is alive

    /// <summary>Bytes of pixels in, logits and probabilities out.</summary>
    /// <param name="card">What the network is.</param>
    /// <param name="weights">Its numbers.</param>
    /// <param name="which">Which of its two sets they are.</param>
    /// <param name="shifts">To add to the logits, [C]; null for nothing.</param>
    public static ProtoMessage Of(ModelCard card, WeightTable weights, StoredWeights which, float[]? shifts)
    {
        const int format = 1, producer = 2, producerVersion = 3, text = 6, graph = 7, operators = 8, metadata = 14, version = 2, key = 1, value = 2;
        ProtoMessage model = new ProtoMessage().Add(format, FormatVersion).Add(producer, "LongTail").Add(producerVersion, ModelVersion()).Add(text, OnnxMetadata.InWords(card))
            .Add(graph, GraphOf(card, weights, shifts).ToMessage(SafeText.Of($"{card.Method} {card.Network.Label}", 100))).Add(operators, new ProtoMessage().Add(version, OperatorSet));
        foreach ((string name, string entry) in OnnxMetadata.Of(card, which, shifts)) model.Add(metadata, new ProtoMessage().Add(key, name).Add(value, entry));
        return model;
    }

    static OnnxGraph GraphOf(ModelCard card, WeightTable weights, float[]? shifts)
    {
        ImageShape shape = PictureView.Of(card).Shape;
        long classes = card.ClassNames.Length;
        OnnxGraph graph = new();
        string pixels = graph.Input(OnnxFile.Pixels, OnnxGraph.UInt8, "N", shape.Height, shape.Width, shape.Channels);
        string logits = ResidualGraph.Add(graph, weights, card.Network, Normalized(graph, pixels, card.Normalization));
        _ = shifts is null ? graph.Add("Identity", OnnxFile.Logits, [logits])
            : graph.Add("Add", OnnxFile.Logits, [logits, graph.Constant("shifts", shifts, classes)]);
        graph.Add("Softmax", OnnxFile.Probabilities, [OnnxFile.Logits], OnnxAttribute.Whole("axis", 1));
        graph.Output(OnnxFile.Logits, OnnxGraph.Float, "N", classes);
        graph.Output(OnnxFile.Probabilities, OnnxGraph.Float, "N", classes);
        return graph;
    }

    // (x / 255 - mean) / deviation as one multiplication and one addition, as Normalizer has it.
    static string Normalized(OnnxGraph graph, string pixels, Normalization normalization)
    {
        float[] scale = [.. normalization.Deviation.Select(deviation => (float)(1 / (255 * deviation)))];
        float[] shift = [.. normalization.Mean.Zip(normalization.Deviation, (mean, deviation) => (float)(-mean / deviation))];
        string numbers = graph.Add("Cast", "pixels.numbers", [pixels], OnnxAttribute.Whole("to", OnnxGraph.Float));
        string maps = graph.Add("Transpose", "pixels.maps", [numbers], OnnxAttribute.Wholes("perm", 0, 3, 1, 2));
        string scaled = graph.Add("Mul", "pixels.scaled", [maps, graph.Constant("pixels.scale", scale, scale.Length, 1, 1)]);
        return graph.Add("Add", "images", [scaled, graph.Constant("pixels.shift", shift, shift.Length, 1, 1)]);
    }

    static string ModelVersion() => typeof(OnnxModel).Assembly.GetName().Version!.ToString(3);
}
