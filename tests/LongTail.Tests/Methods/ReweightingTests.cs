using System.Text.Json;
using System.Text.Json.Nodes;
using LongTail.Foundation;
using LongTail.Losses;
using LongTail.Methods;
using LongTail.Stages;
using LongTail.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Methods;

/// <summary>The re-weighting losses, as training binds them, against reweighting_golden.py and against each other.</summary>
public sealed class ReweightingTests : IDisposable
{
    const double Single = 2e-6;   // weights are single precision

    static readonly Dictionary<string, Objective> _objectives = new()
    {
        ["cb"] = new ClassBalancedReweighting.Loss(0.9999, WeightedReduction.WeightedMean),
        ["cb_batch_mean"] = new ClassBalancedReweighting.Loss(0.9999, WeightedReduction.BatchMean),
        ["focal_1"] = new FocalTraining.Loss(1, FocalForm.Softmax),
        ["focal_2"] = new FocalTraining.Loss(2, FocalForm.Softmax),
        ["focal_inside"] = new ClassBalancedFocal.Loss(1, 0.9999, FocalForm.Softmax),
        ["sigmoid"] = new ClassBalancedFocal.Loss(0, 0.9999, FocalForm.Sigmoid),
        ["sigmoid_0.5"] = new ClassBalancedFocal.Loss(0.5, 0.9999, FocalForm.Sigmoid),
        ["sigmoid_1"] = new ClassBalancedFocal.Loss(1, 0.9999, FocalForm.Sigmoid),
        ["ldam"] = new MarginTraining.Loss(0.5, 30, 0.9999, 5),
        ["ldam_weighted"] = new MarginTraining.Loss(0.5, 30, 0.9999, 0),
        ["la"] = new LogitAdjusted.Loss(1),
    };

    static readonly ClassCounts _counts = new(500, 200, 80, 20, 3);
    static readonly long[] _labels = [0, 4, 2, 1, 3, 0];

    readonly DisposeScope _scope = NewDisposeScope();
    readonly Tensor _logits = Random();

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string, string> Cases => [.. _objectives.Keys.SelectMany(loss => (string[])["small", "waves"], (loss, data) => (loss, loss.StartsWith("ldam", StringComparison.Ordinal) && data == "small" ? "cosines" : data))];

    public static TheoryData<string> Objectives => [.. _objectives.Keys];

    [Theory, MemberData(nameof(Cases))]
    public void Value_and_gradient_equal_the_reference(string loss, string data)
    {
        JsonNode golden = GoldenFile.Read("reweighting.json")["cases"]![data]!, expected = golden["losses"]![loss]!;
        double scale = loss.StartsWith("ldam", StringComparison.Ordinal) ? 30 : 1;   // the head's scale is in the logits
        (StepOutput output, Tensor gradient) = GivenLogits.Step(_objectives[loss], new(golden["counts"].Deserialize<int[]>()), golden["logits"]!.Matrix() * scale, golden["labels"].Deserialize<long[]>()!);
        Assert.Equal((double)expected["value"]!, output.Loss.item<double>(), Single * Math.Max(1, (double)expected["value"]!));
        TensorAssert.Close(expected["gradient"]!.Matrix(), gradient * scale, 1e-5 * scale, 1e-6);
    }

    [Theory, MemberData(nameof(Objectives))]
    public void The_named_parts_add_up_to_the_loss(string loss)
    {
        (StepOutput output, _) = GivenLogits.Step(_objectives[loss], _counts, _logits, _labels);
        Assert.Equal(output.Loss.item<double>(), output.Terms.Sum(term => term.Value.item<double>()), 1e-12);
    }

    [Theory, MemberData(nameof(Objectives))]
    public void Permuting_images_changes_nothing(string loss)
    {
        int[] order = [3, 0, 5, 1, 4, 2];
        Tensor chosen = tensor(order.Select(image => (long)image).ToArray());
        Assert.Equal(Value(_objectives[loss], _logits, _labels), Value(_objectives[loss], _logits[chosen], [.. order.Select(image => _labels[image])]), 1e-6 * Value(_objectives[loss], _logits, _labels));   // sums of single precision
    }

    [Theory, MemberData(nameof(Objectives))]
    public void Huge_logits_give_finite_losses_and_gradients(string loss)
    {
        (StepOutput output, Tensor gradient) = GivenLogits.Step(_objectives[loss], _counts, (_logits.sign() * 1e4).to(float32), _labels);
        Assert.True(float.IsFinite(output.Loss.item<float>()));
        Assert.True(gradient.isfinite().all().item<bool>());
    }

    [Theory, MemberData(nameof(Objectives))]
    public void One_image_alone_is_enough(string loss) => Assert.True(double.IsFinite(Value(_objectives[loss], _logits[..1], _labels[..1])));

    // Such data is not opened for training; a loss that is called by itself has no NaN for it all the same.
    [Theory, MemberData(nameof(Objectives))]
    public void A_class_without_images_leaves_loss_and_gradient_finite(string loss) => AssertFinite(_objectives[loss]);

    [Fact]
    public void A_class_without_images_gets_nothing_of_balanced_softmax()
    {
        Tensor gradient = AssertFinite(new BalancedSoftmax.Loss());
        Assert.Equal(0, gradient.select(1, 3).abs().max().item<double>());
    }

    static Tensor AssertFinite(Objective objective)
    {
        (StepOutput output, Tensor gradient) = GivenLogits.Step(objective, new(500, 200, 80, 0, 3), Random(), [0, 4, 2, 1, 1, 0]);
        Assert.True(double.IsFinite(output.Loss.item<double>()));
        Assert.True(gradient.isfinite().all().item<bool>());
        return gradient;
    }

    [Fact]
    public void A_constant_on_all_logits_of_an_image_changes_nothing_where_there_is_a_softmax()
    {
        foreach (string loss in _objectives.Keys.Where(name => !name.StartsWith("sigmoid", StringComparison.Ordinal)))
            Assert.Equal(Value(_objectives[loss], _logits, _labels), Value(_objectives[loss], _logits + 11, _labels), 1e-9);
    }

    [Fact]
    public void Without_what_makes_them_differ_they_are_cross_entropy()
    {
        double expected = nn.functional.cross_entropy(_logits, tensor(_labels)).item<double>();
        ClassCounts equal = new(7, 7, 7, 7, 7);
        foreach (Objective objective in (Objective[])
        [
            new ClassBalancedReweighting.Loss(0, WeightedReduction.WeightedMean), new ClassBalancedReweighting.Loss(0, WeightedReduction.BatchMean),
            new FocalTraining.Loss(0, FocalForm.Softmax), new ClassBalancedFocal.Loss(0, 0, FocalForm.Softmax), new LogitAdjusted.Loss(0), new DeferredReweighting.Loss(0, 0),
        ])
            Assert.Equal(expected, Value(objective, _logits, _labels), 1e-6);
        foreach (Objective objective in (Objective[])[new LogitAdjusted.Loss(1), new BalancedSoftmax.Loss(), new ClassBalancedReweighting.Loss(0.99, WeightedReduction.BatchMean), new DeferredReweighting.Loss(0.99, 0)])
            Assert.Equal(expected, GivenLogits.Step(objective, equal, _logits, _labels).Output.Loss.item<double>(), 1e-6);
    }

    [Fact]
    public void The_margin_of_the_label_is_all_that_ldam_adds()
    {
        double[] margins = LabelDistributionMargin.Margins(_counts, 0.5);
        Tensor lowered = _logits.clone();
        for (int image = 0; image < _labels.Length; image++) lowered[image, _labels[image]] -= 30 * margins[_labels[image]];
        Assert.Equal(nn.functional.cross_entropy(lowered, tensor(_labels)).item<double>(), Value(new MarginTraining.Loss(0.5, 30, 0.9999, 5), _logits, _labels), 1e-5);
        Assert.Equal(0.5, margins.Max(), 1e-15);
    }

    [Fact]
    public void Balanced_softmax_is_logit_adjustment_at_tau_1()
    {
        (StepOutput balanced, Tensor gradient) = GivenLogits.Step(new BalancedSoftmax.Loss(), _counts, _logits, _labels);
        (StepOutput adjusted, Tensor other) = GivenLogits.Step(new LogitAdjusted.Loss(1), _counts, _logits, _labels);
        Assert.Equal(adjusted.Loss.item<double>(), balanced.Loss.item<double>(), 1e-6);
        TensorAssert.Close(other, gradient, 1e-6, 0);
    }

    [Fact]
    public void Focal_with_gamma_0_on_sigmoids_is_their_binary_cross_entropy()
    {
        Tensor truth = nn.functional.one_hot(tensor(_labels), 5).to(float64);
        Tensor expected = nn.functional.binary_cross_entropy_with_logits(_logits, truth, reduction: nn.Reduction.None).sum(1);
        TensorAssert.Close(expected, Focal.Sigmoid(_logits, tensor(_labels), 0), 1e-12, 1e-12);
    }

    [Fact]
    public void Before_its_deferral_CE_DRW_is_cross_entropy_to_the_last_bit()
    {
        Assert.Equal(Value(new CrossEntropy.Loss(), _logits, _labels), Value(new DeferredReweighting.Loss(0.9999, 5), _logits, _labels));
        Assert.NotEqual(Value(new CrossEntropy.Loss(), _logits, _labels), Value(new DeferredReweighting.Loss(0.9999, 0), _logits, _labels));
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Refused(() => new FocalTraining { Gamma = -1 }, "gamma -1");
        Refused(() => new ClassBalancedFocal { Gamma = double.NaN }, "gamma NaN");
        Refused(() => new ClassBalancedReweighting { Beta = 1 }, "beta 1");
        Refused(() => new MarginTraining { LargestMargin = 0 }, "largest margin 0");
        Refused(() => new MarginTraining { Scale = -30 }, "scale -30");
        Refused(() => new LogitAdjusted { Tau = -0.5 }, "tau -0.5");
        Refused(() => new Mixup { Alpha = 2 }, "alpha 2");
        Refused(() => new DeferredResampling { DeferUntil = 1.5 }, "1.5 as moment of the deferral");

        static void Refused(Func<Method> make, string found) => Assert.Contains($"Found {found},", Assert.Throws<RecipeException>(make).Message, StringComparison.Ordinal);
    }

    static double Value(Objective objective, Tensor logits, long[] labels) => GivenLogits.Step(objective, _counts, logits, labels).Output.Loss.item<double>();

    static Tensor Random()
    {
        CounterRandom random = new Seed(0).For("reweighting");
        return tensor(Enumerable.Range(0, 30).Select(i => 2 * random.Normal((ulong)i)).ToArray(), [6, 5]);
    }
}
