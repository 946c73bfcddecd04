using LongTail.Foundation;
using LongTail.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Losses;

/// <summary>Power normalisation of a teacher's belief; golden values are in <see cref="Methods.DistilledTests"/>.</summary>
public sealed class FlattenedTests : IDisposable
{
    const int Images = 6, Classes = 5;
    const double Exact = 1e-12;   // float64

    readonly DisposeScope _scope = NewDisposeScope();
    readonly Tensor _student = Random("student"), _teacher = Random("teacher");

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void At_power_1_it_is_plain_distillation_to_the_last_bit() =>
        TensorAssert.Close(Distillation.Plain(_student, _teacher, 3), Distillation.Flattened(_student, _teacher, 1, 3), 0, 0);

    [Theory]
    [InlineData(0.5, 2), InlineData(0.5, 3), InlineData(2, 1)]
    public void The_target_is_the_softened_belief_to_the_power_divided_by_its_sum(double power, double temperature)
    {
        Tensor raised = (_teacher / temperature).softmax(1).pow(power), target = raised / raised.sum(1, keepdim: true);
        Tensor expected = temperature * temperature * (target * (target.log() - (_student / temperature).log_softmax(1))).sum(1);
        TensorAssert.Close(expected, Distillation.Flattened(_student, _teacher, power, temperature), Exact, Exact);
    }

    [Fact]
    public void At_power_0_the_teacher_believes_in_all_classes_alike() =>
        TensorAssert.Close(Distillation.Plain(_student, zeros_like(_teacher), 2), Distillation.Flattened(_student, _teacher, 0, 2), 0, 0);

    [Fact]
    public void Gradients_equal_central_differences_and_none_reaches_the_teacher()
    {
        Tensor teacher = _teacher.clone().requires_grad_();
        TensorAssert.GradientIsSlope(_student, student => Distillation.Flattened(student, teacher, 0.5, 2));
        Assert.Null(teacher.grad);
    }

    [Theory]
    [InlineData(-1), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void A_power_that_flattens_nothing_is_refused_with_its_value(double power) =>
        Assert.Equal(power, Assert.Throws<ArgumentOutOfRangeException>(() => Distillation.Flattened(_student, _teacher, power, 2)).ActualValue);

    static Tensor Random(string name)
    {
        CounterRandom random = new Seed(3).For(name);
        return tensor(Enumerable.Range(0, Images * Classes).Select(i => 2 * random.Normal((ulong)i)).ToArray(), [Images, Classes]);
    }
}
