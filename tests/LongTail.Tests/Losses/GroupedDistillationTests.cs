using LongTail.Foundation;
using LongTail.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Losses;

/// <summary>The two parts of a divergence, among groups and inside them; golden values are in <see cref="Methods.DistilledTests"/>.</summary>
public sealed class GroupedDistillationTests : IDisposable
{
    const int Images = 6, Classes = 5;
    const double Exact = 1e-12;   // float64: some hundred roundings of 1e-16 relative, on values up to 10

    readonly DisposeScope _scope = NewDisposeScope();
    readonly Tensor _student = Random("student"), _teacher = Random("teacher");
    readonly Tensor _groups = tensor(ClassThirds.Of(new(500, 3, 80, 20, 200))).to(float64);   // 0 | 4, 2, 3 | 1

    public void Dispose() => _scope.Dispose();

    public static TheoryData<bool, double> Cases => new() { { false, 1 }, { false, 2 }, { false, 7.5 }, { true, 1 }, { true, 2 }, { true, 7.5 } };

    // What the two corrections start from: the parts, with the teacher's own shares, are the whole divergence.
    [Theory]
    [InlineData(1), InlineData(2), InlineData(7.5)]
    public void The_parts_without_their_corrections_are_plain_distillation(double temperature)
    {
        Tensor guide = (_teacher / temperature).softmax(1), own = (_student / temperature).softmax(1);
        Tensor shares = guide.mm(_groups.t()), ownShares = own.mm(_groups.t());                              // [B, G]
        Tensor across = (shares * (shares / ownShares).log()).sum(1);
        Tensor within = zeros(Images, dtype: float64);
        for (int group = 0; group < 3; group++)
        {
            Tensor members = _groups[group], inside = guide * members / shares.narrow(1, group, 1), ownInside = own * members / ownShares.narrow(1, group, 1);
            within += shares.select(1, group) * xlogy(inside, where(members == 1, inside / ownInside, 1)).sum(1);
        }
        TensorAssert.Close(Distillation.Plain(_student, _teacher, temperature), temperature * temperature * (across + within), Exact, 1e-10);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(7.5)]
    public void A_teacher_that_believes_in_all_groups_alike_is_not_corrected(double temperature)
    {
        Tensor shares = (_teacher / temperature).softmax(1).mm(_groups.t());
        Tensor fair = _teacher - temperature * shares.log().mm(_groups);   // each group gets a third of the belief
        Tensor sum = GroupedDistillation.AcrossGroups(_student, fair, _groups, temperature) + GroupedDistillation.WithinGroups(_student, fair, _groups, temperature);
        TensorAssert.Close(Distillation.Plain(_student, fair, temperature), sum, Exact, 1e-10);
    }

    [Fact]
    public void A_teacher_that_favours_a_group_says_the_same_inside_the_groups()
    {
        Tensor biased = _teacher + tensor((double[])[3, 0.5, -2], [1, 3]).mm(_groups);
        TensorAssert.Close(Distance(true, _student, _teacher, 2), Distance(true, _student, biased, 2), Exact, 1e-10);
    }

    // Belief [B, G] of (0.8, 0.1, 0.1) and (0.6, 0.3, 0.1), sums 1.4, 0.4 and 0.2: shares 4/7, 1/4, 1/2 of 37/28, and 3/7, 3/4, 1/2 of 47/28.
    [Fact]
    public void Shares_are_divided_by_their_sums_over_the_batch_and_normalised()
    {
        Tensor groups = eye(3, dtype: float64), teacher = tensor((double[])[0.8, 0.1, 0.1, 0.6, 0.3, 0.1], [2, 3]).log(), student = zeros(2, 3, dtype: float64);
        Tensor target = tensor((double[])[16 / 37.0, 7 / 37.0, 14 / 37.0, 12 / 47.0, 21 / 47.0, 14 / 47.0], [2, 3]);
        TensorAssert.Close((target * (target.log() + Math.Log(3))).sum(1), GroupedDistillation.AcrossGroups(student, teacher, groups, 1), Exact, Exact);
        TensorAssert.Close(zeros(2, dtype: float64), GroupedDistillation.WithinGroups(student, teacher, groups, 1), 0, 0);   // one class each
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gradients_equal_central_differences(bool within, double temperature)
    {
        Tensor teacher = _teacher.clone().requires_grad_();
        TensorAssert.GradientIsSlope(_student, student => Distance(within, student, teacher, temperature));
        Assert.Null(teacher.grad);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Values_are_never_negative(bool within, double temperature) =>
        Assert.True((Distance(within, _student, _teacher, temperature) > 0).all().item<bool>());

    [Theory, MemberData(nameof(Cases))]
    public void Permuting_images_permutes_the_values(bool within, double temperature)
    {
        Tensor order = tensor((long[])[3, 0, 5, 1, 4, 2]);
        TensorAssert.Close(Distance(within, _student, _teacher, temperature)[order], Distance(within, _student[order], _teacher[order], temperature), Exact, Exact);
    }

    [Fact]
    public void Groups_of_another_number_of_classes_are_refused_with_their_shape()
    {
        Assert.Contains("[3, 4]", Assert.Throws<ArgumentException>(() => GroupedDistillation.AcrossGroups(_student, _teacher, ones(3, 4), 2)).Message, StringComparison.Ordinal);
        Assert.Contains("[5]", Assert.Throws<ArgumentException>(() => GroupedDistillation.WithinGroups(_student, _teacher, ones(5), 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => GroupedDistillation.WithinGroups(_student, _teacher, _groups, 0));
    }

    Tensor Distance(bool within, Tensor student, Tensor teacher, double temperature) => within
        ? GroupedDistillation.WithinGroups(student, teacher, _groups, temperature)
        : GroupedDistillation.AcrossGroups(student, teacher, _groups, temperature);

    static Tensor Random(string name)
    {
        CounterRandom random = new Seed(2).For(name);
        return tensor(Enumerable.Range(0, Images * Classes).Select(i => 2 * random.Normal((ulong)i)).ToArray(), [Images, Classes]);
    }
}
