using CsCheck;
using LongTail.Foundation;
using LongTail.Results;

namespace LongTail.Tests.Results;

public class EvaluationResultTests
{
    static readonly Gen<(int Training, int Correct)[]> Classes = Gen.Select(Gen.Int[0, 300], Gen.Int[0, 40]).Array[1, 30];

    // 40 test images in each class; many, medium and few of 3, 2 and 1 classes.
    static readonly ClassCounts Training = new(500, 200, 101, 100, 20, 19);
    static readonly EvaluationResult Example = new([40, 40, 40, 40, 40, 40], [40, 36, 32, 20, 10, 4], [40, 40, 40, 40, 40, 4]);

    [Fact]
    public void Accuracies_are_fractions_of_the_counts()
    {
        Assert.Equal((40 + 36 + 32 + 20 + 10 + 4) / 240.0, Example.Top1);
        Assert.Equal(204 / 240.0, Example.Top5);
        Assert.Equal(0.9, Example.ClassAccuracy(1));
    }

    [Fact]
    public void A_group_is_the_plain_mean_of_its_classes()
    {
        GroupAccuracy groups = Example.Groups(Training, GroupConvention.Kang);
        Assert.Equal((1 + 0.9 + 0.8) / 3, groups.Many!.Value, 1e-15);
        Assert.Equal((0.5 + 0.25) / 2, groups.Medium!.Value, 1e-15);
        Assert.Equal(0.1, groups.Few!.Value, 1e-15);
        Assert.Equal(Example.Top1, groups.All);
    }

    [Fact]
    public void The_convention_moves_a_class_at_the_line()
    {
        GroupAccuracy groups = Example.Groups(Training, GroupConvention.Oltr);
        Assert.Equal((1 + 0.9 + 0.8 + 0.5) / 4, groups.Many!.Value, 1e-15);
        Assert.Null(groups.Medium);
        Assert.Equal((0.25 + 0.1) / 2, groups.Few!.Value, 1e-15);
    }

    [Fact]
    public void On_a_balanced_test_set_the_groups_recombine_to_the_whole() => Classes.Sample(classes =>
    {
        EvaluationResult result = new([.. classes.Select(_ => 40)], [.. classes.Select(c => c.Correct)], [.. classes.Select(c => c.Correct)]);
        ClassCounts training = new([.. classes.Select(c => c.Training)]);
        foreach (GroupConvention convention in Enum.GetValues<GroupConvention>())
        {
            GroupAccuracy groups = result.Groups(training, convention);
            double whole = 0;
            foreach ((ShotGroup group, double? mean) in new[] { (ShotGroup.Many, groups.Many), (ShotGroup.Medium, groups.Medium), (ShotGroup.Few, groups.Few) })
            {
                int size = classes.Count(c => convention.GroupOf(c.Training) == group);
                Assert.Equal(size == 0, mean is null);
                whole += size * mean.GetValueOrDefault() / classes.Length;
            }
            Assert.Equal(groups.All, whole, 1e-12);
        }
        Assert.Equal(result.Top1, result.BalancedAccuracy, 1e-12);
    });

    [Fact]
    public void Balanced_accuracy_weighs_classes_alike_and_passes_over_those_without_test_images()
    {
        EvaluationResult result = new([90, 10, 0], [90, 5, 0], [90, 5, 0]);
        Assert.Equal(0.95, result.Top1);
        Assert.Equal(0.75, result.BalancedAccuracy);
        Assert.True(double.IsNaN(result.ClassAccuracy(2)));
    }

    [Fact]
    public void A_group_whose_classes_have_no_test_images_is_null() =>
        Assert.Null(new EvaluationResult([5, 0], [5, 0], [5, 0]).Groups(new(200, 5), GroupConvention.Kang).Few);

    [Fact]
    public void Without_any_test_image_there_is_no_accuracy()
    {
        EvaluationResult nothing = new([0, 0], [0, 0], [0, 0]);
        Assert.True(double.IsNaN(nothing.Top1) && double.IsNaN(nothing.BalancedAccuracy));
    }

    [Fact]
    public void Counts_of_another_number_of_classes_are_refused() =>
        Assert.Throws<ArgumentException>(() => Example.Groups(new(5, 5), GroupConvention.Kang));
}
