using System.Text.Json;
using System.Text.Json.Nodes;
using LongTail.Networks;
using LongTail.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Networks;

/// <summary>What OLTR adds to a network's features.</summary>
public sealed class ModulatedAttentionTests : IDisposable
{
    static readonly JsonNode _golden = GoldenFile.Read("branches.json")["attention"]!;
    static readonly CifarResNet _plain = new() { Depth = 8, Width = 2 };

    readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Its_output_equals_the_reference()
    {
        using ModulatedAttentionLayer layer = Golden();
        TensorAssert.Close(Maps("outputs"), layer.forward(Maps("images")), 1e-12, 1e-12);
        TensorAssert.Close(Maps("outputs"), layer.forward(ChannelsLast.Of(Maps("images"))), 1e-12, 1e-12);
    }

    [Fact]
    public void Gradients_equal_central_differences()
    {
        const double step = 1e-5, tolerance = 1e-8;
        using ModulatedAttentionLayer layer = Golden();
        Tensor input = Maps("images").requires_grad_();
        layer.forward(input).square().sum().backward();
        double[] differences = [.. Enumerable.Range(0, (int)input.numel()).Select(i => (At(i, step) - At(i, -step)) / (2 * step))];
        TensorAssert.Close(tensor(differences, input.shape), input.grad!, tolerance, tolerance);
        Assert.All(layer.parameters(), parameter => Assert.NotNull(parameter.grad));

        double At(int element, double by)
        {
            Tensor moved = Maps("images");
            moved.view(-1)[element] += by;
            return layer.forward(moved).square().sum().item<double>();
        }
    }

    [Theory]
    [InlineData(28, 28, 7 * 7), InlineData(32, 32, 8 * 8), InlineData(9, 6, 3 * 2)]
    public void It_has_weights_for_each_place_of_the_last_maps_and_does_nothing_at_first(int height, int width, int places)
    {
        using Network attending = (_plain with { Attention = new(height, width), Embedding = true }).Build(1, 4, new(3)), plain = _plain.Build(1, 4, new(3));
        Assert.Equal([places, 8 * places], attending.get_parameter("modulatedatt.fc_spatial.weight")!.shape);
        Tensor images = arange(2 * height * width, dtype: float32).mul(0.37).sin().reshape(2, 1, height, width);
        foreach (Network network in (Network[])[attending, plain])
        {
            ChannelsLast.Apply(network);
            network.eval();
        }
        TensorAssert.Close(plain.Features(images), attending.Features(images), 0, 0);
        TensorAssert.Close(plain.forward(images), attending.forward(images), 0, 0);
    }

    [Fact]
    public void What_does_nothing_at_first_learns_all_the_same()
    {
        using Network network = (_plain with { Attention = new(8, 8), Embedding = true }).Build(1, 4, new(3));
        network.forward(arange(2 * 64, dtype: float32).mul(0.37).sin().reshape(2, 1, 8, 8)).square().sum().backward();
        foreach (string name in (string[])["modulatedatt.conv_mask.weight", "fc_add.weight", "fc_add.bias"])
            Assert.True(network.get_parameter(name)!.grad!.abs().sum().item<float>() > 0, name);
    }

    [Fact]
    public void Drawn_anew_they_do_something()
    {
        using Network network = (_plain with { Attention = new(8, 8), Embedding = true }).Build(1, 4, new(3)), twin = _plain.Build(1, 4, new(3));
        AddedFeatures.DrawAnew(network, new(3), embedding: true);
        network.eval();
        twin.eval();
        Tensor images = arange(2 * 64, dtype: float32).mul(0.37).sin().reshape(2, 1, 8, 8);
        Assert.False(twin.Features(images).equal(network.Features(images)).all().item<bool>());
        Assert.True((network.get_parameter("fc_add.weight")!.abs() <= 1 / Math.Sqrt(8)).all().item<bool>());
        Assert.True(network.get_parameter("modulatedatt.conv_mask.weight")!.abs().sum().item<float>() > 0);
    }

    // By the outputs of each: 64 features, half as many in the middle. Of 2,048 numbers the deviation is known to 1.6 %.
    [Theory]
    [InlineData("g", 32), InlineData("theta", 32), InlineData("phi", 32), InlineData("conv_mask", 64)]
    public void Drawn_anew_the_projections_spread_by_their_outputs(string projection, int outputs)
    {
        using Network network = new CifarResNet { Depth = 8, Width = 16, Attention = new(8, 8), Embedding = true }.Build(1, 4, new(3));
        AddedFeatures.DrawAnew(network, new(3), embedding: false);
        Tensor weight = network.get_parameter($"modulatedatt.{projection}.weight")!;
        Assert.Equal((outputs, 2048), ((int)weight.size(0), (int)weight.numel()));
        Assert.InRange(weight.square().mean().sqrt().item<float>() / Math.Sqrt(2.0 / outputs), 0.92, 1.08);
    }

    [Fact]
    public void In_bf16_features_are_32_bit_and_near_those_of_fp32()
    {
        CifarResNet spec = _plain with { Attention = new(8, 8), Embedding = true };
        using Network exact = spec.Build(1, 4, new(3)), rounded = (spec with { Precision = Precision.BFloat16 }).Build(1, 4, new(3));
        foreach (Network network in (Network[])[exact, rounded]) AddedFeatures.DrawAnew(network, new(3), embedding: true);
        Tensor images = arange(2 * 64, dtype: float32).mul(0.37).sin().reshape(2, 1, 8, 8);
        Tensor expected = exact.Features(images), found = rounded.Features(images);
        Assert.Equal(ScalarType.Float32, found.dtype);
        Assert.InRange(((expected - found).norm() / expected.norm()).item<float>(), 1e-6, 0.05);
        found.sum().backward();
        Assert.Equal("resnet8w2-attention-bf16", (spec with { Precision = Precision.BFloat16 }).Label);
    }

    static ModulatedAttentionLayer Golden()
    {
        ModulatedAttentionLayer layer = new((int)_golden["channels"]!, (int)_golden["rows"]!, (int)_golden["columns"]!, new(0), "modulatedatt");
        layer.to(float64);
        using IDisposable noGradient = no_grad();
        foreach ((string name, JsonNode? values) in _golden["parameters"]!.AsObject())
        {
            Tensor parameter = layer.get_parameter(name)!;
            parameter.copy_((values![0] is JsonArray ? values.Matrix() : values.Vector()).reshape(parameter.shape));
        }
        return layer;
    }

    static Tensor Maps(string name)
    {
        double[][][] images = _golden[name]!.Deserialize<double[][][]>()!;
        return tensor(images.SelectMany(image => image.SelectMany(channel => channel)).ToArray(), [images.Length, (int)_golden["channels"]!, (int)_golden["rows"]!, (int)_golden["columns"]!]);
    }
}
