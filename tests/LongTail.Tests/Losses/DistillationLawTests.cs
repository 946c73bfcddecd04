using LongTail.Foundation;
using LongTail.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Losses;

/// <summary>What must hold for every input; golden values are in <see cref="DistillationGoldenTests"/>.</summary>
public sealed class DistillationLawTests : IDisposable
{
    const int Images = 6, Classes = 5;
    const double Exact = 1e-12;   // float64: some hundred roundings of 1e-16 relative, on values up to 10

    static readonly double[] UnequalWeights = [0.05, 0.1, 0.4, 1.2, 3.25];

    readonly DisposeScope _scope = NewDisposeScope();
    readonly Tensor _student = Random("student"), _teacher = Random("teacher");

    public void Dispose() => _scope.Dispose();

    public static TheoryData<bool, double> Cases => new() { { false, 1 }, { false, 2 }, { false, 7.5 }, { true, 1 }, { true, 2 }, { true, 7.5 } };

    [Theory]
    [InlineData(1), InlineData(0.3), InlineData(1e-30), InlineData(7e20)]
    public void Balanced_distillation_with_equal_weights_is_plain_distillation_to_the_last_bit(double weight)
    {
        foreach (ScalarType type in (ScalarType[])[float32, float64])
        {
            Tensor student = _student.to(type).requires_grad_(), twin = _student.to(type).requires_grad_();
            Tensor plain = Distillation.Plain(student, _teacher.to(type), 2);
            Tensor balanced = Distillation.Balanced(twin, _teacher.to(type), full(Classes, weight, dtype: type), 2);
            plain.mean().backward();
            balanced.mean().backward();
            TensorAssert.Close(plain, balanced, 0, 0);
            TensorAssert.Close(student.grad!, twin.grad!, 0, 0);
        }
    }

    [Theory]
    [InlineData(1e-20), InlineData(0.37), InlineData(1e20)]
    public void Only_ratios_of_the_class_weights_matter(double scale) => TensorAssert.Close(
        Distillation.Balanced(_student, _teacher, tensor(UnequalWeights), 2),
        Distillation.Balanced(_student, _teacher, tensor(UnequalWeights) * scale, 2), Exact, Exact);

    // Algorithm 1 word for word: weigh, then divide by the image's own sum.
    [Theory]
    [InlineData(1), InlineData(2), InlineData(7.5)]
    public void The_tilted_belief_is_the_weighted_one_divided_by_its_sum(double temperature)
    {
        Tensor weighted = (_teacher / temperature).softmax(1) * tensor(UnequalWeights);
        Tensor target = weighted / weighted.sum(1, keepdim: true);
        Tensor expected = temperature * temperature * (target * (target.log() - (_student / temperature).log_softmax(1))).sum(1);
        TensorAssert.Close(expected, Distillation.Balanced(_student, _teacher, tensor(UnequalWeights), temperature), Exact, Exact);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(7.5)]
    public void A_student_that_believes_what_its_teacher_does_has_nothing_to_learn(double temperature)
    {
        Tensor student = _teacher.clone().requires_grad_();
        Tensor distance = Distillation.Plain(student, _teacher, temperature);
        distance.mean().backward();
        TensorAssert.Close(zeros(Images, dtype: float64), distance, Exact, 0);
        TensorAssert.Close(zeros_like(student), student.grad!, Exact, 0);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Distances_are_never_negative(bool balanced, double temperature) =>
        Assert.True((Distance(balanced, _student, _teacher, temperature) > 0).all().item<bool>());

    [Theory, MemberData(nameof(Cases))]
    public void Gradients_equal_central_differences(bool balanced, double temperature) =>
        TensorAssert.GradientIsSlope(_student, student => Distance(balanced, student, _teacher, temperature));

    [Theory, MemberData(nameof(Cases))]
    public void Permuting_images_permutes_the_values(bool balanced, double temperature)
    {
        Tensor order = tensor((long[])[3, 0, 5, 1, 4, 2]);
        TensorAssert.Close(
            Distance(balanced, _student, _teacher, temperature)[order],
            Distance(balanced, _student[order], _teacher[order], temperature), Exact, Exact);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Permuting_classes_with_their_weights_changes_nothing(bool balanced, double temperature)
    {
        long[] order = [4, 2, 0, 3, 1];
        Tensor chosen = tensor(order);
        double[] weights = [.. order.Select(label => UnequalWeights[label])];
        TensorAssert.Close(
            Distance(balanced, _student, _teacher, temperature),
            Distance(balanced, _student.index_select(1, chosen), _teacher.index_select(1, chosen), temperature, weights), Exact, Exact);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Adding_a_constant_to_all_logits_of_an_image_changes_nothing(bool balanced, double temperature) => TensorAssert.Close(
        Distance(balanced, _student, _teacher, temperature),
        Distance(balanced, _student + 17, _teacher - 5, temperature), 1e-11, 1e-11);

    [Theory, MemberData(nameof(Cases))]
    public void An_image_has_the_same_value_alone_as_among_others(bool balanced, double temperature) => TensorAssert.Close(
        Distance(balanced, _student, _teacher, temperature).narrow(0, 2, 1),
        Distance(balanced, _student.narrow(0, 2, 1), _teacher.narrow(0, 2, 1), temperature), Exact, Exact);

    [Theory, MemberData(nameof(Cases))]
    public void No_gradient_flows_into_the_teacher(bool balanced, double temperature)
    {
        Tensor student = _student.clone().requires_grad_(), teacher = _teacher.clone().requires_grad_();
        Distance(balanced, student, teacher, temperature).sum().backward();
        Assert.Null(teacher.grad);
        Assert.NotNull(student.grad);
    }

    static Tensor Distance(bool balanced, Tensor student, Tensor teacher, double temperature, double[]? weights = null) => balanced
        ? Distillation.Balanced(student, teacher, tensor(weights ?? UnequalWeights, dtype: student.dtype), temperature)
        : Distillation.Plain(student, teacher, temperature);

    static Tensor Random(string name)
    {
        CounterRandom random = new Seed(0).For(name);
        return tensor(Enumerable.Range(0, Images * Classes).Select(i => 2 * random.Normal((ulong)i)).ToArray(), [Images, Classes]);
    }
}
