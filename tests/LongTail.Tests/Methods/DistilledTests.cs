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

/// <summary>The distilling losses beyond KD and BKD, as training binds them, against distilled_golden.py, against each other and at their borders.</summary>
public sealed class DistilledTests : IDisposable
{
    const double Single = 2e-6;   // weights per class are single precision

    static readonly Dictionary<string, Func<double, Objective>> _objectives = new()
    {
        ["kd_weighted"] = temperature => new KnowledgeDistillation.Loss(temperature) { WeighLabelsFrom = 0 },
        ["kd_share"] = temperature => new KnowledgeDistillation.Loss(temperature) { LabelWeight = 0.5, TeacherWeight = 0.5 },
        ["bkd_eq8"] = temperature => new BalancedDistillation.Loss(temperature, 0.9999, 0) { Unnormalized = true },
        ["bkd_kappa"] = temperature => new BalancedDistillation.Loss(temperature, 0.9999, 0) { Kappa = 0.5 },
        ["kd_la"] = temperature => new AdjustedTeacherDistillation.Loss(temperature, 1),
        ["dive"] = temperature => new VirtualExampleDistillation.Loss(temperature, 0.5, 0.5),
        ["ltkd"] = temperature => new GroupDistillation.Loss(temperature, 1, 1),
    };

    static readonly ClassCounts _counts = new(500, 200, 80, 20, 3);
    static readonly long[] _labels = [0, 4, 2, 1, 3, 0];

    readonly DisposeScope _scope = NewDisposeScope();
    readonly Tensor _student = Random("student"), _teacher = Random("teacher");

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string, string> Cases => [.. _objectives.Keys.SelectMany(loss => (string[])["small", "waves"], (loss, data) => (loss, data))];

    public static TheoryData<string> Losses => [.. _objectives.Keys];

    [Theory, MemberData(nameof(Cases))]
    public void Value_and_gradient_equal_the_reference(string loss, string data)
    {
        JsonNode golden = GoldenFile.Read("distilled.json")["cases"]![data]!;
        (StepOutput output, Tensor gradient) = GivenBoth.Step(_objectives[loss]((double)golden["temperature"]!), new(golden["counts"].Deserialize<int[]>()),
            golden["student"]!.Matrix(), golden["teacher"]!.Matrix(), golden["labels"].Deserialize<long[]>()!);
        Assert.Equal((double)golden[loss]!["total"]!, output.Loss.item<double>(), Single);
        TensorAssert.Close(golden[loss]!["gradient"]!.Matrix(), gradient, Single, Single);
        Dictionary<string, double> parts = golden[loss]!["parts"].Deserialize<Dictionary<string, double>>()!;
        Assert.Equal(parts.Keys, output.Terms.Select(term => term.Name));
        foreach (LossTerm term in output.Terms) Assert.Equal(parts[term.Name], term.Value.item<double>(), Single);
    }

    [Theory, MemberData(nameof(Losses))]
    public void The_named_parts_add_up_to_the_loss(string loss)
    {
        StepOutput output = Step(_objectives[loss](2)).Output;
        Assert.Equal(output.Loss.item<double>(), output.Terms.Sum(term => term.Value.item<double>()), 1e-12);
    }

    [Theory, MemberData(nameof(Losses))]
    public void Permuting_images_changes_nothing(string loss)
    {
        int[] order = [3, 0, 5, 1, 4, 2];
        Tensor chosen = tensor(order.Select(image => (long)image).ToArray());
        Tensor permuted = GivenBoth.Step(_objectives[loss](2), _counts, _student[chosen], _teacher[chosen], [.. order.Select(image => _labels[image])]).Output.Loss;
        Assert.Equal(Step(_objectives[loss](2)).Output.Loss.item<double>(), permuted.item<double>(), 1e-6);   // sums of single precision
    }

    [Theory, MemberData(nameof(Losses))]
    public void A_constant_on_all_logits_of_an_image_changes_nothing(string loss)
    {
        Tensor moved = GivenBoth.Step(_objectives[loss](2), _counts, _student + 11, _teacher - 7, _labels).Output.Loss;
        Assert.Equal(Step(_objectives[loss](2)).Output.Loss.item<double>(), moved.item<double>(), 1e-9);
    }

    [Theory, MemberData(nameof(Losses))]
    public void Huge_logits_give_finite_losses_and_gradients(string loss)
    {
        (StepOutput output, Tensor gradient) = GivenBoth.Step(_objectives[loss](2), _counts, (_student.sign() * 1e4).to(float32), (_teacher.sign() * -1e4).to(float32), _labels);
        Assert.True(float.IsFinite(output.Loss.item<float>()));
        Assert.True(gradient.isfinite().all().item<bool>());
    }

    [Theory, MemberData(nameof(Losses))]
    public void One_image_alone_is_enough(string loss) =>
        Assert.True(double.IsFinite(GivenBoth.Step(_objectives[loss](2), _counts, _student[..1], _teacher[..1], _labels[..1]).Output.Loss.item<double>()));

    [Fact]
    public void Without_what_makes_them_differ_they_are_plain_distillation_to_the_last_bit()
    {
        AssertEqual(new KnowledgeDistillation.Loss(2), new KnowledgeDistillation.Loss(2) { WeighLabelsFrom = 1 });   // the step is of epoch 0
        AssertEqual(new KnowledgeDistillation.Loss(2), new BalancedDistillation.Loss(2, 0.9999, 0) { Kappa = 0 });
        AssertEqual(new KnowledgeDistillation.Loss(2), new AdjustedTeacherDistillation.Loss(2, 0));
        AssertEqual(new BalancedDistillation.Loss(2, 0.9999, 0), new BalancedDistillation.Loss(2, 0.9999, 0) { Kappa = 1 });
    }

    // methods.md section 7: plain arithmetic, printed to 13 digits. Eq. 7 and eq. 8 differ by what the student cannot change.
    [Fact]
    public void As_printed_eq_5_and_eq_8_have_the_values_computed_by_hand_and_eq_7_the_gradient_of_eq_8()
    {
        JsonNode small = GoldenFile.Read("distilled.json")["cases"]!["small"]!;
        Assert.Equal(0.3904411400671, (double)small["kd_share"]!["total"]!, 1e-12);
        Assert.Equal(0.3829520365866, (double)small["bkd_eq7"]!["total"]!, 1e-12);
        Assert.Equal(1.9688015121403, (double)small["bkd_eq8"]!["total"]!, 1e-12);
        TensorAssert.Close(small["bkd_eq7"]!["gradient"]!.Matrix(), small["bkd_eq8"]!["gradient"]!.Matrix(), 1e-12, 1e-12);

        Tensor student = small["student"]!.Matrix(), teacher = small["teacher"]!.Matrix();
        Tensor weights = tensor(EffectiveNumber.Weights(new(small["counts"].Deserialize<int[]>()), 0.9999));
        Tensor unchangeable = 4 * (nn.functional.softmax(teacher / 2, 1) * weights * weights.log()).sum(1).mean();
        double labels = nn.functional.cross_entropy(student, tensor(small["labels"].Deserialize<long[]>()!)).item<double>();
        double eq8 = labels + Distillation.Weighted(student, teacher, weights, 2).mean().item<double>();
        Assert.Equal(1.9688015121403, eq8, 1e-12);
        Assert.Equal(0.3829520365866, eq8 - unchangeable.item<double>(), 1e-12);
    }

    [Fact]
    public void The_unnormalized_distance_has_the_gradient_of_its_value_and_none_reaches_the_teacher()
    {
        Tensor teacher = _teacher.clone().requires_grad_(), weights = tensor(EffectiveNumber.Weights(_counts, 0.9999));
        TensorAssert.GradientIsSlope(_student, student => Distillation.Weighted(student, teacher, weights, 2));
        Assert.Null(teacher.grad);
    }

    // Weights of 1 leave each image's belief with the mass 1.
    [Fact]
    public void With_equal_weights_the_unnormalized_distance_is_the_plain_one()
    {
        AssertEqual(new KnowledgeDistillation.Loss(2), new BalancedDistillation.Loss(2, 0, 0) { Unnormalized = true }, _counts, 1e-6);
        AssertEqual(new KnowledgeDistillation.Loss(2), new BalancedDistillation.Loss(2, 0.9999, 0) { Unnormalized = true, Kappa = 0 }, _counts, 1e-6);
    }

    [Fact]
    public void A_weight_of_0_leaves_the_other_part_alone()
    {
        StepOutput both = Step(new KnowledgeDistillation.Loss(2)).Output;
        Assert.Equal(both.Terms[0].Value.item<double>(), Step(new KnowledgeDistillation.Loss(2) { TeacherWeight = 0 }).Output.Loss.item<double>(), 1e-12);
        Assert.Equal(both.Terms[1].Value.item<double>(), Step(new KnowledgeDistillation.Loss(2) { LabelWeight = 0 }).Output.Loss.item<double>(), 1e-12);
    }

    // All that the teacher believes in weighs nothing: no distance is left, rather than the logarithm of 0.
    [Fact]
    public void Belief_in_classes_of_weight_0_alone_is_no_distance()
    {
        Tensor student = zeros(1, 2).requires_grad_();
        Tensor distance = Distillation.Weighted(student, tensor((float[])[0, 1e4f], [1, 2]), tensor((float[])[2, 0]), 2);
        distance.sum().backward();
        TensorAssert.Close(zeros(1), distance, 0, 0);
        TensorAssert.Close(zeros(1, 2), student.grad!, 0, 0);
    }

    // 78.9 times as heavy, to the 1000th power, is beyond any number.
    [Fact]
    public void An_exponent_of_any_size_leaves_a_loss_that_is_a_number()
    {
        BalancedDistillation.Loss extreme = new(2, 0.9999, 0) { Kappa = 1000 };
        Assert.True(double.IsFinite(GivenBoth.Step(extreme, _counts, _student, _teacher, _labels).Output.Loss.item<double>()));
    }

    [Fact]
    public void With_equal_counts_weighing_the_labels_changes_nothing() =>
        AssertEqual(new KnowledgeDistillation.Loss(2), new KnowledgeDistillation.Loss(2) { WeighLabelsFrom = 0 }, new(7, 7, 7, 7, 7), 1e-7);

    // Inverse frequency at T is a teacher adjusted by tau = T; the root of it at T = 2 is one adjusted by tau = 1.
    [Fact]
    public void With_beta_near_1_balanced_distillation_is_that_from_a_teacher_adjusted_by_its_temperature()
    {
        AssertEqual(new AdjustedTeacherDistillation.Loss(2, 2), new BalancedDistillation.Loss(2, 1 - 1e-10, 0), _counts, 1e-5);
        AssertEqual(new AdjustedTeacherDistillation.Loss(3, 3), new BalancedDistillation.Loss(3, 1 - 1e-10, 0), _counts, 1e-5);
        AssertEqual(new AdjustedTeacherDistillation.Loss(2, 1), new BalancedDistillation.Loss(2, 1 - 1e-10, 0) { Kappa = 0.5 }, _counts, 1e-5);
    }

    [Fact]
    public void Of_virtual_examples_alpha_0_leaves_balanced_softmax_and_alpha_1_at_power_1_plain_distillation()
    {
        AssertEqual(new BalancedSoftmax.Loss(), new VirtualExampleDistillation.Loss(2, 0.5, 0), _counts, 1e-12);
        Assert.Equal(Distillation.Plain(_student, _teacher, 2).mean().item<double>(), Step(new VirtualExampleDistillation.Loss(2, 1, 1)).Output.Loss.item<double>(), 1e-12);
    }

    [Fact]
    public void Without_weight_on_either_part_group_distillation_is_cross_entropy() =>
        AssertEqual(new CrossEntropy.Loss(), new GroupDistillation.Loss(2, 0, 0), _counts, 1e-12);

    [Fact]
    public void Each_part_of_group_distillation_has_a_weight_of_its_own()
    {
        JsonNode golden = GoldenFile.Read("distilled.json")["cases"]!["waves"]!, parts = golden["ltkd"]!["parts"]!;
        Tensor loss = GivenBoth.Step(new GroupDistillation.Loss((double)golden["temperature"]!, 2, 0.5), new(golden["counts"].Deserialize<int[]>()),
            golden["student"]!.Matrix(), golden["teacher"]!.Matrix(), golden["labels"].Deserialize<long[]>()!).Output.Loss;
        Assert.Equal((double)parts["ce"]! + 2 * (double)parts["across"]! + 0.5 * (double)parts["inside"]!, loss.item<double>(), Single);
    }

    // Roots of (1 - 0.9999) / (1 - 0.9999^n), n = 100, 10, 1, over their mean.
    [Fact]
    public void As_printed_powers_of_the_class_weights_are_brought_to_a_mean_of_1()
    {
        (Tensor student, Tensor teacher) = (_student.narrow(1, 0, 3), _teacher.narrow(1, 0, 3));
        Tensor weights = tensor((double[])[0.21230706, 0.66986629, 2.11782665]);
        StepOutput output = GivenBoth.Step(new BalancedDistillation.Loss(2, 0.9999, 0) { Kappa = 0.5, Unnormalized = true }, new(100, 10, 1), student, teacher, [0, 2, 2, 1, 1, 0]).Output;
        Assert.Equal(Distillation.Weighted(student, teacher, weights, 2).mean().item<double>(), output.Terms.Single(term => term.Name == "bkd").Value.item<double>(), 1e-5);
    }

    // A class or two make one group: nothing is across, and all of plain distillation is inside.
    [Fact]
    public void With_two_classes_group_distillation_is_plain_distillation()
    {
        (Tensor student, Tensor teacher) = (_student.narrow(1, 0, 2), _teacher.narrow(1, 0, 2));
        ClassCounts counts = new(9, 4);
        Tensor plain = GivenBoth.Step(new KnowledgeDistillation.Loss(2), counts, student, teacher, [0, 1, 0, 1, 0, 1]).Output.Loss;
        Tensor grouped = GivenBoth.Step(new GroupDistillation.Loss(2, 1, 1), counts, student, teacher, [0, 1, 0, 1, 0, 1]).Output.Loss;
        Assert.Equal(plain.item<double>(), grouped.item<double>(), 1e-12);
    }

    void AssertEqual(Objective expected, Objective found, ClassCounts? counts = null, double tolerance = 0)
    {
        (StepOutput wanted, Tensor wantedGradient) = Step(expected, counts);
        (StepOutput output, Tensor gradient) = Step(found, counts);
        TensorAssert.Close(wanted.Loss, output.Loss, tolerance, tolerance);
        TensorAssert.Close(wantedGradient, gradient, tolerance, tolerance);
    }

    (StepOutput Output, Tensor Gradient) Step(Objective objective, ClassCounts? counts = null) => GivenBoth.Step(objective, counts ?? _counts, _student, _teacher, _labels);

    static Tensor Random(string name)
    {
        CounterRandom random = new Seed(1).For(name);
        return tensor(Enumerable.Range(0, 30).Select(i => 2 * random.Normal((ulong)i)).ToArray(), [6, 5]);
    }
}
