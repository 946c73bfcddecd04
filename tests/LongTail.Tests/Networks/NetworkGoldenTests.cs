using System.Text.Json.Nodes;
using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Tests.Golden;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Networks;

/// <summary>Holds the network to an independent definition in PyTorch: equal weights by formula, equal logits.</summary>
public class NetworkGoldenTests
{
    static readonly JsonNode _golden = GoldenFile.Read("resnet_cifar.json");

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, _golden["eval"]!.AsArray().Count)];

    [Theory, MemberData(nameof(Cases))]
    public void Logits_equal_those_of_the_published_architecture(int index)
    {
        JsonNode golden = _golden["eval"]![index]!;
        using var scope = NewDisposeScope();
        foreach (ScalarType type in (ScalarType[])[float64, float32])
            foreach (bool channelsLast in (bool[])[false, true])
            {
                Network network = Filled(golden, type, channelsLast);
                network.eval();
                Tensor logits = network.forward(Input(golden, type));
                Tensor expected = golden["eval_logits_float64"]!.Matrix();
                double largest = expected.abs().max().item<double>();
                TensorAssert.Close(expected, logits.narrow(1, 0, expected.size(1)), (type == float64 ? 1e-12 : 1e-5) * largest, 0);
            }
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_number_of_parameters_is_the_published_one(int index)
    {
        JsonNode golden = _golden["eval"]![index]!;
        using var scope = NewDisposeScope();
        Assert.Equal((long)golden["parameters"]!, Filled(golden, float32, channelsLast: false).parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void Training_mode_loss_and_gradients_equal_those_of_the_published_architecture()
    {
        JsonNode golden = _golden["train"]!;
        using var scope = NewDisposeScope();
        Network network = Filled(golden, float64, channelsLast: true);
        network.train();
        Tensor logits = network.forward(InputOf(golden, 32, float64));
        Tensor loss = nn.functional.cross_entropy(logits, tensor(golden["labels"]!.AsArray().Select(label => (long)label!).ToArray()));
        loss.backward();
        TensorAssert.Close(golden["float64"]!["logits"]!.Matrix(), logits, 1e-11, 1e-11);
        Assert.Equal((double)golden["float64"]!["loss"]!, loss.item<double>(), 1e-11);
        Dictionary<string, Parameter> parameters = network.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        foreach ((string name, JsonNode? norm) in golden["float64"]!["gradient_norms"]!.AsObject())
            Assert.Equal(1, parameters[name].grad!.norm().item<double>() / (double)norm!, 1e-9);
    }

    static Network Filled(JsonNode golden, ScalarType type, bool channelsLast)
    {
        Network network = new CifarResNet { Depth = (int)golden["depth"]! }.Build((int)golden["channels"]!, (int)golden["classes"]!, new Seed(0));
        using IDisposable noGradient = no_grad();
        int number = 0;   // of a floating tensor, in ordinal order of name: the script's rule
        foreach ((string name, Tensor live) in network.state_dict().Where(pair => !pair.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            live.copy_(tensor(Fill(name, live, number++), live.shape));
        if (type == float64) network.to(float64);
        if (channelsLast) ChannelsLast.Apply(network);
        return network;
    }

    static float[] Fill(string name, Tensor live, int number)
    {
        (double centre, double scale) = name.EndsWith("running_var", StringComparison.Ordinal) ? (1, 0.2)
            : name.Contains("bn", StringComparison.Ordinal) && name.EndsWith("weight", StringComparison.Ordinal) ? (1, 0.1)
            : live.dim() == 4 ? (0, Math.Sqrt(2.0 / (live.numel() / live.size(0))))
            : live.dim() == 2 ? (0, Math.Sqrt(1.0 / live.size(1)))
            : (0, 0.1);
        float[] values = new float[live.numel()];
        for (int i = 0; i < values.Length; i++) values[i] = (float)(centre + scale * Math.Sin(0.7 + 1.3 * number + 0.37 * i));
        return values;
    }

    static Tensor Input(JsonNode golden, ScalarType type) => InputOf(golden, (long)golden["side"]!, type);

    static Tensor InputOf(JsonNode golden, long side, ScalarType type)
    {
        long channels = (long)golden["channels"]!;
        float[] values = new float[2 * channels * side * side];
        for (int i = 0; i < values.Length; i++) values[i] = (float)Math.Sin(0.11 * i);
        return tensor(values, [2, channels, side, side]).to(type);
    }
}
