using LongTail.Foundation;
using LongTail.Kernels;
using LongTail.Networks;
using static TorchSharp.torch;

namespace LongTail.Tests.Networks;

public sealed class PrecisionTests
{
    [Theory, InlineData("fp32", Precision.Float32), InlineData("bf16", Precision.BFloat16)]
    public void A_word_and_its_precision_stand_for_each_other(string word, Precision precision)
    {
        Assert.Equal(precision, PrecisionWord.Read(word));
        Assert.Equal(word, PrecisionWord.For(precision));
    }

    [Fact]
    public void Auto_is_bf16_only_where_the_processor_multiplies_such_numbers() =>
        Assert.Equal(KernelSupport.HasBFloat16 ? Precision.BFloat16 : Precision.Float32, PrecisionWord.Read("auto"));

    [Fact]
    public void Another_word_is_refused_with_those_there_are() =>
        Assert.Equal("Found the precision 'fp16', expected fp32, bf16 or auto.", Assert.Throws<RecipeException>(() => PrecisionWord.Read("fp16")).Message);

    [Fact]
    public void The_label_tells_a_network_that_computes_in_bf16()
    {
        Assert.Equal("resnet32", new CifarResNet { Depth = 32 }.Label);
        Assert.Equal("resnet32-bf16", new CifarResNet { Depth = 32, Precision = Precision.BFloat16 }.Label);
    }

    [Fact]
    public void In_bf16_weights_gradients_features_and_logits_stay_32_bit_and_near_those_of_fp32()
    {
        using var scope = NewDisposeScope();
        Tensor images = ChannelsLast.Of(arange(4 * 3 * 32 * 32, dtype: float32).mul(0.37).sin().reshape(4, 3, 32, 32));
        (Tensor Logits, Tensor Gradient, Tensor Inference) Of(Precision precision)
        {
            using Network network = new CifarResNet { Depth = 8, Precision = precision }.Build(3, 10, new Seed(5));
            ChannelsLast.Apply(network);
            Tensor logits = network.forward(images);
            Assert.Equal(ScalarType.Float32, network.Features(images).dtype);
            Assert.Equal(ScalarType.Float32, logits.dtype);
            logits.pow(2).sum().backward();
            Assert.All(network.parameters(), weight => Assert.Equal((ScalarType.Float32, ScalarType.Float32), (weight.dtype, weight.grad!.dtype)));
            return (logits.detach(), network.Head().First().grad!.clone(), new FrozenNetwork(network).Logits(images));
        }
        var exact = Of(Precision.Float32);
        var rounded = Of(Precision.BFloat16);
        Near(exact.Logits, rounded.Logits, 0.03);
        Near(exact.Gradient, rounded.Gradient, 0.06);
        Near(exact.Inference, rounded.Inference, 0.03);
        Assert.False(exact.Logits.eq(rounded.Logits).all().item<bool>(), "Nothing was rounded.");
    }

    static void Near(Tensor expected, Tensor found, double relative)
    {
        double difference = ((expected - found).norm() / expected.norm()).item<float>();
        Assert.True(difference < relative, $"Found a relative distance of {difference}, expected {relative} at most.");
    }
}
