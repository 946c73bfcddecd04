using LongTail.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Losses;

/// <summary>Inputs at the borders, in the float32 that training uses: values and gradients stay finite.</summary>
public sealed class DistillationEdgeTests : IDisposable
{
    readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    public static TheoryData<bool> Both => [false, true];

    // Each sure of another class: T^2 KL = T^2 (2e4 / T) = 4e4 at T = 2, and the gradient is T (p - q) = +-2.
    [Theory, MemberData(nameof(Both))]
    public void Logits_of_ten_thousand_give_finite_values_and_gradients(bool balanced)
    {
        Tensor student = tensor((float[])[1e4f, -1e4f], [1, 2]).requires_grad_();
        Tensor distance = Distance(balanced, student, tensor((float[])[-1e4f, 1e4f], [1, 2]), 1, 1);
        distance.sum().backward();
        TensorAssert.Close(tensor((float[])[4e4f]), distance, 0, 1e-6);
        TensorAssert.Close(tensor((float[])[2, -2], [1, 2]), student.grad!, 1e-6, 0);
    }

    [Theory, MemberData(nameof(Both))]
    public void A_teacher_that_is_sure_beyond_doubt_gives_finite_values_and_gradients(bool balanced)
    {
        Tensor student = zeros(1, 3).requires_grad_();
        Tensor distance = Distance(balanced, student, tensor((float[])[1e4f, 0, -1e4f], [1, 3]), 1, 1, 1);
        distance.sum().backward();
        TensorAssert.Close(tensor((float[])[4 * MathF.Log(3)]), distance, 0, 1e-6);   // KL(one-hot || uniform) = log C
        AssertFinite(student.grad!);
    }

    [Theory, MemberData(nameof(Both))]
    public void One_class_is_certain_and_costs_nothing(bool balanced)
    {
        Tensor student = tensor((float[])[3, -2], [2, 1]).requires_grad_();
        Tensor distance = Distance(balanced, student, tensor((float[])[5, 7], [2, 1]), 4);
        distance.sum().backward();
        TensorAssert.Close(zeros(2), distance, 0, 0);
        TensorAssert.Close(zeros(2, 1), student.grad!, 0, 0);
    }

    [Theory, MemberData(nameof(Both))]
    public void No_image_gives_no_value(bool balanced) =>
        Assert.Equal([0L], Distance(balanced, zeros(0, 3), zeros(0, 3), 1, 2, 3).shape);

    // The class that weighs nothing is out of the teacher's belief: left are two equal ones, KL((1/2, 1/2, 0) || uniform) = log 3 - log 2.
    [Fact]
    public void A_class_of_weight_0_leaves_the_teachers_belief_and_everything_stays_finite()
    {
        Tensor student = zeros(1, 3).requires_grad_();
        Tensor distance = Distillation.Balanced(student, tensor((float[])[0, 0, 50], [1, 3]), tensor((float[])[1, 1, 0]), 2);
        distance.sum().backward();
        TensorAssert.Close(tensor((float[])[4 * MathF.Log(1.5f)]), distance, 1e-6, 1e-6);
        TensorAssert.Close(tensor((float[])[-1 / 3f, -1 / 3f, 2 / 3f], [1, 3]), student.grad!, 1e-6, 0);   // T (p - q)
    }

    [Fact]
    public void A_student_infinitely_sure_of_the_wrong_class_still_has_a_finite_gradient()
    {
        Tensor student = tensor((float[])[1e4f, 0, 0], [1, 3]).requires_grad_();
        Distance(balanced: true, student, zeros(1, 3), 1, 1, 0).sum().backward();
        AssertFinite(student.grad!);
    }

    [Theory]
    [InlineData(0), InlineData(-1), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void A_temperature_that_softens_nothing_is_refused_with_its_value(double temperature)
    {
        Assert.Equal(temperature, Assert.Throws<ArgumentOutOfRangeException>(() => Distillation.Plain(zeros(1, 2), zeros(1, 2), temperature)).ActualValue);
        Assert.Equal(temperature, Assert.Throws<ArgumentOutOfRangeException>(() => Distillation.Balanced(zeros(1, 2), zeros(1, 2), ones(2), temperature)).ActualValue);
    }

    [Fact]
    public void Shapes_that_disagree_are_refused_and_named()
    {
        foreach (Tensor teacher in (Tensor[])[zeros(4, 2), zeros(3, 3), zeros(3), zeros(1, 4, 3)])
        {
            string message = Assert.Throws<ArgumentException>(() => Distillation.Plain(zeros(4, 3), teacher, 2)).Message;
            Assert.Contains("[4, 3]", message, StringComparison.Ordinal);
            Assert.Contains($"[{string.Join(", ", teacher.shape)}]", message, StringComparison.Ordinal);
        }
        foreach (Tensor weights in (Tensor[])[ones(2), ones(4), ones(1, 3), ones(3, 1)])
            Assert.Contains($"[{string.Join(", ", weights.shape)}]", Assert.Throws<ArgumentException>(() => Distillation.Balanced(zeros(4, 3), zeros(4, 3), weights, 2)).Message, StringComparison.Ordinal);
    }

    static Tensor Distance(bool balanced, Tensor student, Tensor teacher, params float[] weights) => balanced
        ? Distillation.Balanced(student, teacher, tensor(weights), 2)
        : Distillation.Plain(student, teacher, 2);

    static void AssertFinite(Tensor values) => Assert.All(values.data<float>(), value => Assert.True(float.IsFinite(value)));
}
