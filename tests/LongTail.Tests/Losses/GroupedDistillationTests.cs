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
    readonly ClassGroups _groups = new([[0], [4, 2, 3], [1]]);
    readonly Tensor _members = tensor((double[])[1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 1, 0, 0, 0], [3, Classes]);   // [G, C], the same groups

    public void Dispose() => _scope.Dispose();

    public static TheoryData<bool, double> Cases => new() { { false, 1 }, { false, 2 }, { false, 7.5 }, { true, 1 }, { true, 2 }, { true, 7.5 } };

    // What the two corrections start from: the parts, with the teacher's own shares, are the whole divergence.
    [Theory]
    [InlineData(1), InlineData(2), InlineData(7.5)]
    public void The_parts_without_their_corrections_are_plain_distillation(double temperature)
    {
        Tensor guide = (_teacher / temperature).softmax(1), own = (_student / temperature).softmax(1);
        Tensor shares = guide.mm(_members.t()), ownShares = own.mm(_members.t());                              // [B, G]
        Tensor across = (shares * (shares / ownShares).log()).sum(1);
        Tensor within = zeros(Images, dtype: float64);
        for (int group = 0; group < 3; group++)
        {
            Tensor members = _members[group], inside = guide * members / shares.narrow(1, group, 1), ownInside = own * members / ownShares.narrow(1, group, 1);
            within += shares.select(1, group) * xlogy(inside, where(members == 1, inside / ownInside, 1)).sum(1);
        }
        TensorAssert.Close(Distillation.Plain(_student, _teacher, temperature), temperature * temperature * (across + within), Exact, 1e-10);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(7.5)]
    public void A_teacher_that_believes_in_all_groups_alike_is_not_corrected(double temperature)
    {
        Tensor shares = (_teacher / temperature).softmax(1).mm(_members.t());
        Tensor fair = _teacher - temperature * shares.log().mm(_members);   // each group gets a third of the belief
        (Tensor across, Tensor within) = GroupedDistillation.Parts(_student, fair, _groups, temperature);
        TensorAssert.Close(Distillation.Plain(_student, fair, temperature), across + within, Exact, 1e-10);
    }

    [Fact]
    public void A_teacher_that_favours_a_group_says_the_same_inside_the_groups()
    {
        Tensor biased = _teacher + tensor((double[])[3, 0.5, -2], [1, 3]).mm(_members);
        TensorAssert.Close(Distance(true, _student, _teacher, 2), Distance(true, _student, biased, 2), Exact, 1e-10);
    }

    // Belief [B, G] of (0.8, 0.1, 0.1) and (0.6, 0.3, 0.1), sums 1.4, 0.4 and 0.2: shares 4/7, 1/4, 1/2 of 37/28, and 3/7, 3/4, 1/2 of 47/28.
    [Fact]
    public void Shares_are_divided_by_their_sums_over_the_batch_and_normalised()
    {
        Tensor teacher = tensor((double[])[0.8, 0.1, 0.1, 0.6, 0.3, 0.1], [2, 3]).log(), student = zeros(2, 3, dtype: float64);
        Tensor target = tensor((double[])[16 / 37.0, 7 / 37.0, 14 / 37.0, 12 / 47.0, 21 / 47.0, 14 / 47.0], [2, 3]);
        (Tensor across, Tensor within) = GroupedDistillation.Parts(student, teacher, new([[0], [1], [2]]), 1);
        TensorAssert.Close((target * (target.log() + Math.Log(3))).sum(1), across, Exact, Exact);
        TensorAssert.Close(zeros(2, dtype: float64), within, 0, 0);   // one class each
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
    public void What_cannot_be_compared_is_refused()
    {
        Assert.Contains("[B, 4]", Assert.Throws<ArgumentException>(() => GroupedDistillation.Parts(_student, _teacher, new([[0, 1, 2, 3]]), 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => GroupedDistillation.Parts(_student, _teacher, _groups, 0));
    }

    Tensor Distance(bool within, Tensor student, Tensor teacher, double temperature) =>
        GroupedDistillation.Parts(student, teacher, _groups, temperature) is var parts && within ? parts.Within : parts.Across;

    static Tensor Random(string name)
    {
        CounterRandom random = new Seed(2).For(name);
        return tensor(Enumerable.Range(0, Images * Classes).Select(i => 2 * random.Normal((ulong)i)).ToArray(), [Images, Classes]);
    }
}
