using Google.Protobuf;
using LongTail.Data;
using LongTail.Networks;
using LongTail.Onnx;
using LongTail.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Onnx;

/// <summary>Another program's runtime gives the logits of every kind of network that there is, with weights and statistics that are nothing special.</summary>
public sealed class OnnxNetworkTests : IDisposable
{
    const int Pictures = 3, Classes = 7;

    readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<NetworkSpec, int> Networks => new()
    {
        { new CifarResNet { Depth = 8 }, 32 },
        { new CifarResNet { Depth = 8, Width = 6 }, 21 },
        { new CifarResNet { Depth = 32 }, 32 },
        { new CifarResNet { Depth = 8, Bilateral = true }, 32 },
        { new CifarResNet { Depth = 20, Bilateral = true }, 32 },
        { new CifarResNet { Depth = 14, Head = new CosineHead(30) }, 32 },
        { new CifarResNet { Depth = 14, Head = new ScaledHead() }, 32 },
        { new CifarResNet { Depth = 8, Head = new MetaEmbeddingHead(16), Attention = new(30, 30), Embedding = true }, 30 },
        { new ImageNetResNet { Depth = 10 }, 64 },
        { new ImageNetResNet { Depth = 18, Bilateral = true }, 64 },
        { new ImageNetResNet { Depth = 10, Bilateral = true }, 64 },
        { new ImageNetResNet { Depth = 34 }, 50 },
        { new ImageNetResNet { Depth = 50 }, 64 },
        { new ImageNetResNet { Depth = 50, Strides = BottleneckStrides.Caffe }, 64 },
        { new ImageNetResNet { Depth = 50, Groups = 32, WidthPerGroup = 4 }, 64 },
        { new ImageNetResNet { Depth = 50, Bilateral = true }, 64 },
        { new ImageNetResNet { Depth = 10, Head = new MetaEmbeddingHead(16), Attention = new(75, 75), Embedding = true, EmbeddedFeatures = 40 }, 75 },
    };

    public void Dispose() => _scope.Dispose();

    [Theory, MemberData(nameof(Networks))]
    public void It_gives_the_same_logits(NetworkSpec spec, int side)
    {
        Network network = Built(spec);
        Tensor expected = AssertSame(network, spec, side);
        Assert.True(expected.std(0).min().item<float>() > 1e-3, "The pictures are answered alike.");
    }

    [Fact]
    public void Features_of_which_none_is_there_have_no_direction()
    {
        CifarResNet spec = new() { Depth = 8, Head = new CosineHead(30) };
        Network network = Built(spec);
        using (no_grad())
        {
            network.get_parameter("layer3.0.bn2.weight")!.zero_();
            network.get_parameter("layer3.0.bn2.bias")!.fill_(-1000);
        }
        TensorAssert.Close(zeros(Pictures, Classes), AssertSame(network, spec, 32), 0, 0);
    }

    static Network Built(NetworkSpec spec)
    {
        Network network = spec.Build(3, Classes, new(1));
        HashedWeights.Fill(network);
        network.eval();
        return network;
    }

    static Tensor AssertSame(Network network, NetworkSpec spec, int side)
    {
        byte[] pixels = [.. Enumerable.Range(0, Pictures * side * side * 3).Select(i => (byte)(i * 2654435761 >> 13))];
        Normalization normalization = Normalization.INaturalist;
        Tensor images = (tensor(pixels, [Pictures, side, side, 3]).to(float32) / 255 - tensor([.. normalization.Mean.Select(mean => (float)mean)])) / tensor([.. normalization.Deviation.Select(deviation => (float)deviation)]);
        Tensor expected = new FrozenNetwork(network).Logits(images.permute(0, 3, 1, 2).contiguous());

        ProtoMessage model = OnnxModel.Of(Card(spec, side, normalization), new(NumberArray.AllOf(network)), StoredWeights.Last, null);
        using OnnxSession session = new(Bytes(model));
        (float[] logits, float[] probabilities) = session.Ask(pixels, Pictures);
        TensorAssert.Close(expected, tensor(logits, [Pictures, Classes]), 2e-4, 2e-4);
        TensorAssert.Close(expected.softmax(1), tensor(probabilities, [Pictures, Classes]), 1e-4, 0);
        return expected;
    }

    [Fact]
    public void A_message_is_as_long_as_it_says_and_the_same_each_time()
    {
        CifarResNet spec = new() { Depth = 8, Width = 2 };
        Network network = spec.Build(3, Classes, new(1));
        byte[] Written() => Bytes(OnnxModel.Of(Card(spec, 32, Normalization.Cifar), new(NumberArray.AllOf(network)), StoredWeights.Best, [1, 2, 3, 4, 5, 6, 7]));
        byte[] first = Written();
        Assert.Equal(first, Written());
        Assert.Equal(OnnxModel.Of(Card(spec, 32, Normalization.Cifar), new(NumberArray.AllOf(network)), StoredWeights.Best, [1, 2, 3, 4, 5, 6, 7]).Length, first.Length);
    }

    [Fact]
    public void Two_values_have_two_names()
    {
        OnnxGraph graph = new();
        string input = graph.Input("a", OnnxGraph.Float, 1);
        Assert.Contains("two values of the name a", Assert.Throws<ArgumentException>(() => graph.Add("Relu", "a", [input])).Message, StringComparison.Ordinal);
    }

    static ModelCard Card(NetworkSpec spec, int side, Normalization normalization) => new()
    {
        Method = "ce",
        Key = new('0', 64),
        Teachers = [],
        Seed = 0,
        Epochs = 1,
        Network = spec,
        Data = new() { Set = PictureSets.Folders, Pictures = new() { Size = side, ShorterSide = side } },
        Channels = 3,
        Normalization = normalization,
        ClassNames = [.. Enumerable.Range(0, Classes).Select(label => $"class {label}")],
        TrainingImages = [.. Enumerable.Repeat(1, Classes)],
    };

    static byte[] Bytes(ProtoMessage model)
    {
        using MemoryStream stream = new();
        using (CodedOutputStream output = new(stream, leaveOpen: true)) model.WriteTo(output);
        return stream.ToArray();
    }
}
