using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Stages;
using LongTail.Tests.Stages;
using LongTail.Tests.Training;
using static TorchSharp.torch;

namespace LongTail.Tests.Methods;

public class DistillationMethodTests
{
    [Fact]
    public void Until_its_deferral_balanced_distillation_is_plain_distillation_to_the_last_bit()
    {
        using ToyTraining plain = ToyTraining.Of(new KnowledgeDistillation()), deferred = ToyTraining.Of(new BalancedDistillation { DeferUntil = 1 });
        Assert.Equal(plain.Train().Weights(), deferred.Train().Weights());
    }

    [Fact]
    public void With_equal_weights_balanced_distillation_is_plain_distillation_to_the_last_bit()
    {
        using ToyTraining plain = ToyTraining.Of(new KnowledgeDistillation()), equal = ToyTraining.Of(new BalancedDistillation { Beta = 0 });
        Assert.Equal(plain.Train().Weights(), equal.Train().Weights());
    }

    [Fact]
    public void From_its_deferral_on_the_weights_count()
    {
        using ToyTraining plain = ToyTraining.Of(new KnowledgeDistillation()), deferred = ToyTraining.Of(new BalancedDistillation { DeferUntil = 0.5 });
        plain.Train();
        deferred.Train();
        Assert.Equal(plain.Epochs[..2].SelectMany(epoch => epoch.Terms), deferred.Epochs[..2].SelectMany(epoch => epoch.Terms));
        Assert.Equal(["ce", "bkd"], deferred.Epochs[2].Terms.Select(term => term.Name));
        Assert.NotEqual(plain.Epochs[2].Terms[1].Value, deferred.Epochs[2].Terms[1].Value);
    }

    [Fact]
    public void The_loss_is_the_sum_of_its_named_parts()
    {
        foreach (Method method in (Method[])[new KnowledgeDistillation(), new BalancedDistillation()])
        {
            using ToyTraining training = ToyTraining.Of(method).Train();
            Assert.All(training.Epochs, epoch => Assert.Equal(epoch.Loss, epoch.Terms.Sum(term => term.Value), 1e-5 * epoch.Loss));
        }
    }

    [Fact]
    public void A_student_starts_from_other_weights_than_its_teacher_had()
    {
        using ToyTraining teacher = ToyTraining.Of(new CrossEntropy()), student = ToyTraining.Of(new KnowledgeDistillation());
        Assert.NotEqual(teacher.Weights(), student.Weights());
    }

    [Fact]
    public void Training_a_student_leaves_its_teacher_as_it_is()
    {
        using ToyTraining training = ToyTraining.Of(new BalancedDistillation());
        Tensor images = sin(arange(4 * 64).view(4, 1, 8, 8));
        using Tensor before = training.Job.Context.Teachers[0].Network.Logits(images);
        training.Train();
        using Tensor after = training.Job.Context.Teachers[0].Network.Logits(images);
        TensorAssert.Close(before, after, 0, 0);
    }

    [Fact]
    public void Numbers_out_of_range_are_refused_with_what_was_found()
    {
        Refused(() => new KnowledgeDistillation { Temperature = 0 }, "temperature 0");
        Refused(() => new KnowledgeDistillation { Temperature = double.NaN }, "temperature NaN");
        Refused(() => new BalancedDistillation { Temperature = -1 }, "temperature -1");
        Refused(() => new BalancedDistillation { Beta = 1 }, "beta 1");
        Refused(() => new BalancedDistillation { Beta = -0.5 }, "beta -0.5");
        Refused(() => new BalancedDistillation { DeferUntil = -1 }, "-1 as moment of the deferral");

        static void Refused(Func<Method> make, string found) => Assert.Contains($"Found {found},", Assert.Throws<RecipeException>(make).Message, StringComparison.Ordinal);
    }

    // What is to explain BKD can be run where BKD can: with a larger teacher.
    [Fact]
    public void The_controls_learn_from_the_teacher_that_balanced_distillation_has()
    {
        CifarResNet large = new() { Depth = 14 };
        Recipe recipe = PaperRecipe.Of(new BalancedDistillation());
        StageKey teacher = new BalancedDistillation { TeacherNetwork = large }.Plan(recipe).Teachers.Single().Key;
        Assert.Equal(teacher, new AdjustedTeacherDistillation { TeacherNetwork = large }.Plan(recipe).Teachers.Single().Key);
        Assert.Equal(teacher, new GroupDistillation { TeacherNetwork = large }.Plan(recipe).Teachers.Single().Key);
        Assert.Equal(new KnowledgeDistillation { TeacherNetwork = large }.Plan(recipe).Key, new AdjustedDistillation { TeacherNetwork = large }.Plan(recipe).StartFrom!.Key);
        Stage dive = new VirtualExampleDistillation { TeacherNetwork = large }.Plan(recipe);
        Assert.Equal((new BalancedSoftmax().Plan(recipe with { Network = large }).Key, recipe.Network), (dive.Teachers.Single().Key, dive.Network));
        Assert.Equal(new BalancedSoftmax().Plan(recipe).Key, new VirtualExampleDistillation().Plan(recipe).Teachers.Single().Key);
    }
}
