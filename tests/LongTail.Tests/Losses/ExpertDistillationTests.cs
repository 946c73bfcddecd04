using System.Text.Json.Nodes;
using LongTail.Foundation;
using LongTail.Losses;
using LongTail.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Losses;

public sealed class ExpertDistillationTests : IDisposable
{
    const int Images = 6, Classes = 5;
    const double Exact = 1e-12;

    static readonly long[] Group = [1, 2, 4];

    readonly DisposeScope _scope = NewDisposeScope();
    readonly Tensor _student = Random("student", Classes), _expert = Random("expert", Group.Length), _labels = tensor(Group);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2)]
    public void The_distance_to_each_expert_equals_the_reference(int place)
    {
        JsonNode golden = GoldenFile.Read("lfme.json");
        Tensor labels = tensor(golden["groups"]![place]!.AsArray().Select(label => (long)label!).ToArray());
        Tensor distance = ExpertDistillation.Within(golden["student"]!.Matrix(), golden["experts"]![place]!.Matrix(), labels, (double)golden["temperature"]!);
        TensorAssert.Close(golden["distances"]![place]!.Vector(), distance, 1e-12, 1e-12);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(7.5)]
    public void A_group_of_all_classes_gives_plain_distillation_over_the_square_of_the_temperature(double temperature)
    {
        Tensor expert = Random("expert", Classes);
        Tensor student = _student.clone().requires_grad_(), twin = _student.clone().requires_grad_();
        Tensor within = ExpertDistillation.Within(student, expert, arange(Classes), temperature);
        Tensor plain = Distillation.Plain(twin, expert, temperature) / (temperature * temperature);
        within.sum().backward();
        plain.sum().backward();
        TensorAssert.Close(plain, within, 0, 0);
        TensorAssert.Close(twin.grad!, student.grad!, 0, 0);
    }

    [Fact]
    public void What_the_student_says_of_other_classes_counts_as_nothing()
    {
        Tensor student = _student.clone().requires_grad_(), other = _student.clone();
        other.index_copy_(1, tensor((long[])[0, 3]), full(Images, 2, 50.0, dtype: float64));
        TensorAssert.Close(Distance(_student), Distance(other), 0, 0);
        Distance(student).sum().backward();
        TensorAssert.Close(zeros(Images, 2, dtype: float64), student.grad!.index_select(1, tensor((long[])[0, 3])), 0, 0);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(7.5)]
    public void Gradients_equal_central_differences(double temperature) => TensorAssert.GradientIsSlope(_student, student => Distance(student, temperature));

    [Fact]
    public void Adding_a_constant_to_all_logits_of_an_image_changes_nothing() =>
        TensorAssert.Close(Distance(_student), ExpertDistillation.Within(_student + 17, _expert - 5, _labels, 2), 1e-11, 1e-11);

    [Fact]
    public void Permuting_images_permutes_the_values()
    {
        Tensor order = tensor((long[])[3, 0, 5, 1, 4, 2]);
        TensorAssert.Close(Distance(_student)[order], ExpertDistillation.Within(_student[order], _expert[order], _labels, 2), Exact, Exact);
    }

    [Fact]
    public void A_student_that_believes_what_the_expert_does_has_nothing_to_learn_and_no_gradient_flows_into_the_expert()
    {
        Tensor student = _student.clone().requires_grad_(), expert = _student.index_select(1, _labels).requires_grad_();
        Tensor distance = ExpertDistillation.Within(student, expert, _labels, 2);
        distance.sum().backward();
        TensorAssert.Close(zeros(Images, dtype: float64), distance, Exact, 0);
        TensorAssert.Close(zeros_like(student), student.grad!, Exact, 0);
        Assert.Null(expert.grad);
    }

    [Fact]
    public void An_expert_of_one_class_is_certain_and_costs_nothing()
    {
        Tensor student = _student.clone().requires_grad_();
        Tensor distance = ExpertDistillation.Within(student, _expert.narrow(1, 0, 1), tensor((long[])[3]), 2);
        distance.sum().backward();
        TensorAssert.Close(zeros(Images, dtype: float64), distance, 0, 0);
        TensorAssert.Close(zeros_like(student), student.grad!, 0, 0);
    }

    // Each sure of another class: KL = 2e4 / T = 1e4 at T = 2, and the gradient is (p - q) / T = +-1/2.
    [Fact]
    public void Logits_of_ten_thousand_and_one_image_give_finite_values_and_gradients()
    {
        Tensor student = tensor((float[])[1e4f, 7, -1e4f], [1, 3]).requires_grad_();
        Tensor distance = ExpertDistillation.Within(student, tensor((float[])[-1e4f, 1e4f], [1, 2]), tensor((long[])[0, 2]), 2);
        distance.sum().backward();
        TensorAssert.Close(tensor((float[])[1e4f]), distance, 0, 1e-6);
        TensorAssert.Close(tensor((float[])[0.5f, 0, -0.5f], [1, 3]), student.grad!, 1e-6, 0);
    }

    [Fact]
    public void An_expert_of_another_group_is_refused() =>
        Assert.Throws<ArgumentException>(() => ExpertDistillation.Within(_student, _expert, tensor((long[])[0, 1]), 2));

    [Theory]
    [InlineData(0, 0.8, 0.3, 1)]
    [InlineData(0.23, 0.8, 0.3, 1)]                // below 0.3 x 0.8 = 0.24
    [InlineData(0.24, 0.8, 0.3, 1)]                // at it: (0.56 / 0.8) / 0.7
    [InlineData(0.52, 0.8, 0.3, 0.5)]              // half way between
    [InlineData(0.8, 0.8, 0.3, 0)]
    [InlineData(0.9, 0.8, 0.3, 0)]                 // beyond the expert
    [InlineData(0.4, 0.8, 0, 0.5)]
    [InlineData(0, 0, 0.3, 0)]                     // an expert that gets nothing right
    [InlineData(0.5, 0, 0.3, 0)]
    public void An_expert_is_listened_to_until_the_student_has_caught_up(double student, double expert, double threshold, double weight) =>
        Assert.Equal(weight, ExpertDistillation.Weight(student, expert, threshold), 1e-12);

    [Fact]
    public void Weights_of_experts_equal_the_reference()
    {
        JsonNode golden = GoldenFile.Read("lfme.json");
        for (int place = 0; place < 3; place++)
            Assert.Equal((double)golden["expert_weights"]![place]!,
                ExpertDistillation.Weight((double)golden["student_accuracies"]![place]!, (double)golden["expert_accuracies"]![place]!, (double)golden["threshold"]!), 1e-12);
    }

    Tensor Distance(Tensor student, double temperature = 2) => ExpertDistillation.Within(student, _expert, _labels, temperature);

    static Tensor Random(string name, int classes)
    {
        CounterRandom random = new Seed(0).For(name);
        return tensor(Enumerable.Range(0, Images * classes).Select(i => 2 * random.Normal((ulong)i)).ToArray(), [Images, classes]);
    }
}
