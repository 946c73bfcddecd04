using System.Text.Json.Nodes;
using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Networks;

/// <summary>OLTR's head: a memory of class centroids and cosines.</summary>
public sealed class MetaEmbeddingTests : IDisposable
{
    static readonly JsonNode _golden = GoldenFile.Read("branches.json")["head"]!;

    readonly DisposeScope _scope = NewDisposeScope();
    readonly MetaEmbeddingLayer _layer = Golden();

    public void Dispose()
    {
        _layer.Dispose();
        _scope.Dispose();
    }

    // Of logits up to 16; the reference divides by the distance, the layer by the distance and a millionth.
    [Fact]
    public void Logits_equal_the_reference() =>
        TensorAssert.Close(_golden["logits"]!.Matrix(), _layer.forward(Features), 2e-6, 0);

    [Fact]
    public void Gradients_for_features_equal_central_differences()
    {
        const double step = 1e-6, tolerance = 1e-6;
        Tensor features = Features.requires_grad_();
        Loss(features).backward();
        double[] differences = [.. Enumerable.Range(0, (int)features.numel()).Select(i => (At(i, step) - At(i, -step)) / (2 * step))];
        TensorAssert.Close(tensor(differences, features.shape), features.grad!, tolerance, tolerance);

        double At(int element, double by)
        {
            Tensor moved = Features;
            moved.view(-1)[element] += by;
            return Loss(moved).item<double>();
        }
    }

    [Fact]
    public void The_classifier_reads_its_memory_and_does_not_teach_it()
    {
        Loss(Features).backward();
        Assert.All(_layer.named_parameters(), pair => Assert.Equal(pair.name != "centroids", pair.parameter.grad is not null));
    }

    [Fact]
    public void Logits_stay_below_the_scale()
    {
        Assert.True((_layer.forward(Features * 1e4).abs() < 16).all().item<bool>());
        Assert.True((_layer.forward(Features * 1e-4).abs() < 16).all().item<bool>());
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_feature_at_its_centroid_and_one_of_zeros_give_finite_logits_and_gradients(bool atCentroid)
    {
        Tensor features = (atCentroid ? _golden["parameters"]!["centroids"]!.Matrix() : zeros(2, 3, dtype: float64)).to(float32).requires_grad_();
        _layer.to(float32);
        Tensor logits = _layer.forward(features);
        logits.square().sum().backward();
        Assert.All(logits.data<float>().Concat(features.grad!.data<float>()), value => Assert.True(float.IsFinite(value)));
        Assert.True((logits.abs() <= 16).all().item<bool>());
    }

    [Fact]
    public void A_network_is_told_its_centroids_and_the_classifier_it_recalls_by()
    {
        CifarResNet spec = new() { Depth = 8, Width = 2 };
        using Network network = (spec with { Head = new MetaEmbeddingHead(16) }).Build(1, 5, new(1)), trained = spec.Build(1, 5, new(2));
        Tensor centroids = arange(40, dtype: float32).reshape(5, 8);
        ClassMemory.Set(network, centroids, new(trained));
        TensorAssert.Close(centroids, ClassMemory.Of(network), 0, 0);
        foreach (string part in (string[])["weight", "bias"])
            TensorAssert.Close(trained.get_parameter($"linear.{part}")!, network.get_parameter($"linear.fc_hallucinator.{part}")!, 0, 0);
        Assert.Contains("MetaEmbeddingHead", Assert.Throws<RecipeException>(() => ClassMemory.Of(trained)).Message, StringComparison.Ordinal);
        Assert.Contains("linear.bias", Assert.Throws<ArgumentException>(() => new FrozenNetwork(trained).Parameter("linear.scale")).Message, StringComparison.Ordinal);
    }

    Tensor Loss(Tensor features) => nn.functional.cross_entropy(_layer.forward(features), tensor((long[])[0, 1, 2, 3, 0]));

    static Tensor Features => _golden["features"]!.Matrix();

    static MetaEmbeddingLayer Golden()
    {
        MetaEmbeddingLayer layer = new(3, 4, (double)_golden["scale"]!, new(0), "linear");
        layer.to(float64);
        using IDisposable noGradient = no_grad();
        foreach ((string name, JsonNode? values) in _golden["parameters"]!.AsObject())
            layer.get_parameter(name)!.copy_(values![0] is JsonArray ? values.Matrix() : values.Vector());
        return layer;
    }
}
