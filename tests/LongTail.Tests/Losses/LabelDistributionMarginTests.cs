using System.Text.Json;
using System.Text.Json.Nodes;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Losses;
using LongTail.Networks;
using LongTail.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Losses;

/// <summary>LDAM's margins and what is taken off the logits, in float64.</summary>
public sealed class LabelDistributionMarginTests : IDisposable
{
    readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData("small"), InlineData("waves")]
    public void Margins_equal_the_reference(string data)
    {
        JsonNode golden = GoldenFile.Read("reweighting.json")["cases"]![data]!;
        TensorAssert.Close(golden["margins"]!.Vector(), tensor(LabelDistributionMargin.Margins(CountsOf(golden), 0.5)), 0, 1e-14);
    }

    // 5000^(-1/4) / 50^(-1/4) is 10^(-1/2): the margins span the square root of the ratio's square root.
    [Fact]
    public void Margins_of_CIFAR_10_LT_100_are_the_published_ones()
    {
        ClassCounts counts = new([.. new ExponentialProfile(100).Keep([.. Enumerable.Repeat(5000, 10)])]);
        double[] margins = LabelDistributionMargin.Margins(counts, 0.5);
        Assert.Equal([0.1581, 0.1797, 0.2042, 0.2321, 0.2638, 0.2998, 0.3407, 0.3872, 0.4405, 0.5], margins.Select(margin => Math.Round(margin, 4)));
        Assert.Equal(0.5 / Math.Sqrt(10), margins[0], 1e-15);
    }

    [Fact]
    public void Equal_classes_have_the_largest_margin_all_and_a_class_without_images_has_it_too()
    {
        Assert.Equal([0.3, 0.3, 0.3], LabelDistributionMargin.Margins(new(7, 7, 7), 0.3));
        Assert.Equal([0.25, 0.5, 0.5], LabelDistributionMargin.Margins(new(16, 1, 0), 0.5));
    }

    [Theory]
    [InlineData("ldam", false), InlineData("ldam_weighted", true)]
    public void Loss_in_double_precision_equals_the_reference(string name, bool weighted)
    {
        foreach (string data in (string[])["cosines", "waves"])
        {
            JsonNode golden = GoldenFile.Read("reweighting.json")["cases"]![data]!;
            ClassCounts counts = CountsOf(golden);
            Tensor labels = tensor(golden["labels"].Deserialize<long[]>()!), margins = tensor(LabelDistributionMargin.Margins(counts, 0.5));
            Tensor losses = CrossEntropies(LabelDistributionMargin.Lowered(30 * golden["logits"]!.Matrix(), labels, 30 * margins), labels);
            Tensor weights = weighted ? tensor(EffectiveNumber.Weights(counts, 0.9999)) : ones(counts.Classes, dtype: float64);
            Assert.Equal((double)golden["losses"]![name]!["value"]!, WeightedReduction.WeightedMean.Reduce(losses, labels, weights).item<double>(), 1e-11);
        }
    }

    // As published: s (cos - m) of a head that gives cosines. Ours has s in the head; 30 roundings of single precision apart.
    [Fact]
    public void The_scale_in_the_head_gives_the_numbers_of_the_scale_in_the_loss()
    {
        using Network scaled = Build(30), plain = Build(1);
        Tensor features = arange(6 * 8, dtype: float32).mul(0.7).sin().reshape(6, 8), labels = tensor((long[])[0, 1, 2, 0, 1, 2]);
        Tensor margins = tensor(LabelDistributionMargin.Margins(new(100, 20, 5), 0.5)).to(float32), truth = nn.functional.one_hot(labels, 3).to(float32);
        Tensor published = CrossEntropies(30 * (plain.Classify(features) - truth * margins), labels);
        TensorAssert.Close(published, CrossEntropies(LabelDistributionMargin.Lowered(scaled.Classify(features), labels, 30 * margins), labels), 1e-5, 1e-5);
        Assert.True(plain.Classify(features).abs().max().item<float>() <= 1.000001f);
    }

    [Fact]
    public void Only_the_labels_logit_is_lowered_and_without_margins_none_is()
    {
        Tensor logits = arange(6, dtype: float64).reshape(2, 3), labels = tensor((long[])[2, 0]);
        TensorAssert.Close(tensor((double[])[0, 1, 1.5, 2.9, 4, 5], [2, 3]), LabelDistributionMargin.Lowered(logits, labels, tensor((double[])[0.1, 0.2, 0.5])), 1e-15, 0);
        TensorAssert.Close(logits, LabelDistributionMargin.Lowered(logits, labels, zeros(3, dtype: float64)), 0, 0);
    }

    [Theory]
    [InlineData(0), InlineData(-0.5), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void A_largest_margin_that_is_not_above_0_is_refused_with_its_value(double largest) =>
        Assert.Equal(largest, Assert.Throws<ArgumentOutOfRangeException>(() => LabelDistributionMargin.Margins(new(3, 2), largest)).ActualValue);

    static ClassCounts CountsOf(JsonNode golden) => new(golden["counts"].Deserialize<int[]>());

    static Tensor CrossEntropies(Tensor logits, Tensor labels) => nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.None);

    static Network Build(double scale) => new CifarResNet { Depth = 8, Width = 2, Head = new CosineHead(scale) }.Build(1, 3, new Seed(4));
}
