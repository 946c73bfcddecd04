using System.Text.Json;
using System.Text.Json.Nodes;
using LongTail.Foundation;
using LongTail.Losses;
using LongTail.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Losses;

/// <summary>The focal losses by themselves, in float64; <see cref="Methods.ReweightingTests"/> holds them as training binds them.</summary>
public sealed class FocalTests : IDisposable
{
    const int Images = 6, Classes = 5;
    const double Exact = 1e-12;   // float64: some ten roundings of 1e-16 relative, on values up to 10

    static readonly long[] _labels = [0, 4, 2, 1, 3, 0], _first = [0];

    readonly DisposeScope _scope = NewDisposeScope();
    readonly Tensor _logits = Random(), _truth = tensor(_labels), _weights = tensor((double[])[0.05, 0.2, 0.75, 1.5, 2.5]);

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string, double> Cases
    {
        get
        {
            TheoryData<string, double> cases = [];
            foreach (string form in (string[])["softmax", "inside", "sigmoid"])
                foreach (double gamma in (double[])[0, 0.5, 1, 2]) cases.Add(form, gamma);
            return cases;
        }
    }

    [Theory]
    [InlineData("softmax", 1, "focal_1"), InlineData("softmax", 2, "focal_2"), InlineData("inside", 1, "focal_inside")]
    [InlineData("sigmoid", 0, "sigmoid"), InlineData("sigmoid", 0.5, "sigmoid_0.5"), InlineData("sigmoid", 1, "sigmoid_1")]
    public void Values_in_double_precision_equal_the_reference(string form, double gamma, string name)
    {
        foreach (string data in (string[])["small", "waves"])
        {
            JsonNode golden = GoldenFile.Read("reweighting.json")["cases"]![data]!;
            Tensor labels = tensor(golden["labels"].Deserialize<long[]>()!), weights = tensor(EffectiveNumber.Weights(new(golden["counts"].Deserialize<int[]>()), 0.9999));
            Tensor values = Value(form, golden["logits"]!.Matrix(), labels, gamma, weights);
            if (form == "sigmoid") values *= weights.gather(0, labels);
            Assert.Equal((double)golden["losses"]![name]!["value"]!, values.mean().item<double>(), 1e-12);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gradients_equal_central_differences(string form, double gamma) =>
        TensorAssert.GradientIsSlope(_logits, logits => Value(form, logits, _truth, gamma, _weights));

    [Theory, MemberData(nameof(Cases))]
    public void Permuting_images_permutes_the_values(string form, double gamma)
    {
        Tensor order = tensor((long[])[3, 0, 5, 1, 4, 2]);
        TensorAssert.Close(Value(form, _logits, _truth, gamma, _weights)[order], Value(form, _logits[order], _truth[order], gamma, _weights), Exact, Exact);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Permuting_classes_with_their_labels_and_weights_changes_nothing(string form, double gamma)
    {
        Tensor order = tensor((long[])[2, 4, 0, 1, 3]);   // new class c was class order[c]
        Tensor moved = order.argsort().gather(0, _truth);
        TensorAssert.Close(Value(form, _logits, _truth, gamma, _weights), Value(form, _logits.index_select(1, order), moved, gamma, _weights[order]), Exact, Exact);
    }

    [Theory]
    [InlineData(0), InlineData(0.5), InlineData(1), InlineData(2)]
    public void Weights_of_1_inside_are_no_weights(double gamma) =>
        TensorAssert.Close(Focal.Softmax(_logits, _truth, gamma), Focal.SoftmaxWithWeightInside(_logits, _truth, gamma, ones(Classes, dtype: float64)), 0, 0);

    // p = (1/2, 1/4, 1/4) of logits (log 2, 0, 0): (1 - 1/2)^2 x log 2 for the first class; 1/2 of weight 2 inside: v = 2 log 2, (1 - 1/4)^2 x 2 log 2.
    [Fact]
    public void Values_by_hand()
    {
        Tensor logits = tensor((double[])[Math.Log(2), 0, 0], [1, 3]);
        Assert.Equal(0.25 * Math.Log(2), Focal.Softmax(logits, tensor(_first), 2).item<double>(), 1e-15);
        Assert.Equal(0.5625 * 2 * Math.Log(2), Focal.SoftmaxWithWeightInside(logits, tensor(_first), 2, tensor((double[])[2, 1, 1])).item<double>(), 1e-15);
        // Sigmoids 2/3, 1/2, 1/2: (1/3)^2 x log(3/2), and twice (1/2)^2 x log 2.
        Assert.Equal(Math.Log(1.5) / 9 + Math.Log(2) / 2, Focal.Sigmoid(logits, tensor(_first), 2).item<double>(), 1e-15);
    }

    // In single precision its loss is exactly 0, where x^gamma has an infinite slope below gamma 1.
    [Theory, MemberData(nameof(Cases))]
    public void An_image_known_beyond_doubt_costs_nothing_and_moves_nothing(string form, double gamma)
    {
        Tensor logits = tensor((float[])[1e4f, -1e4f, -1e4f, -1e4f, -1e4f], [1, Classes]).requires_grad_();
        Tensor value = Value(form, logits, tensor(_first), gamma, _weights.to(float32));
        value.sum().backward();
        TensorAssert.Close(zeros(1), value, 0, 0);
        TensorAssert.Close(zeros(1, Classes), logits.grad!, 0, 0);
    }

    [Theory, MemberData(nameof(Cases))]
    public void An_image_taken_for_another_beyond_doubt_has_a_finite_loss_and_gradient(string form, double gamma)
    {
        Tensor logits = tensor((float[])[-1e4f, 1e4f, -1e4f, -1e4f, -1e4f], [1, Classes]).requires_grad_();
        Tensor value = Value(form, logits, tensor(_first), gamma, _weights.to(float32));
        value.sum().backward();
        Assert.True(value.isfinite().all().item<bool>() && logits.grad!.isfinite().all().item<bool>());
        Assert.True((logits.grad!.select(1, 0) < 0).all().item<bool>());   // its logit is raised
    }

    [Theory]
    [InlineData(0), InlineData(0.5), InlineData(1), InlineData(2)]
    public void A_class_of_weight_0_costs_nothing_and_moves_nothing(double gamma)
    {
        Tensor logits = _logits[..1].clone().requires_grad_();
        Tensor value = Focal.SoftmaxWithWeightInside(logits, tensor(_first), gamma, tensor((double[])[0, 1, 1, 1, 2]));
        value.sum().backward();
        TensorAssert.Close(zeros(1), value, 0, 0);
        TensorAssert.Close(zeros(1, Classes), logits.grad!, 0, 0);
    }

    [Theory]
    [InlineData(-0.5), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void A_gamma_that_is_no_exponent_is_refused_with_its_value(double gamma)
    {
        foreach (string form in (string[])["softmax", "inside", "sigmoid"])
            Assert.Equal(gamma, Assert.Throws<ArgumentOutOfRangeException>(() => Value(form, _logits, _truth, gamma, _weights)).ActualValue);
    }

    static Tensor Value(string form, Tensor logits, Tensor labels, double gamma, Tensor weights) => form switch
    {
        "softmax" => Focal.Softmax(logits, labels, gamma),
        "inside" => Focal.SoftmaxWithWeightInside(logits, labels, gamma, weights),
        _ => Focal.Sigmoid(logits, labels, gamma),
    };

    static Tensor Random()
    {
        CounterRandom random = new Seed(3).For("focal");
        return tensor(Enumerable.Range(0, Images * Classes).Select(i => 2 * random.Normal((ulong)i)).ToArray(), [Images, Classes]);
    }
}
