using LongTail.Data;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Stages;

namespace LongTail.Tests.Stages;

/// <summary>Methods that build on another one's stage share it: its key is the one that the other one's own plan has.</summary>
public class SharedStageTests
{
    [Fact]
    public void What_follows_a_cross_entropy_network_starts_from_the_stage_that_teaches_the_others()
    {
        foreach (Method method in (Method[])[new ClassifierRetraining(), new LearnableWeightScaling(), new TauNormalization(), new NearestClassMean(), new PostHocAdjustment()])
            Assert.Equal(PaperRecipe.CrossEntropy.Key, PlanOf(method).StartFrom!.Key);
        foreach (Method method in (Method[])[new AdjustedTeacherDistillation(), new GroupDistillation()])
            Assert.Equal(PaperRecipe.CrossEntropy.Key, PlanOf(method).Teachers.Single().Key);
    }

    [Fact]
    public void What_follows_a_student_starts_from_that_students_stage()
    {
        Assert.Equal(PlanOf(new KnowledgeDistillation()).Key, PlanOf(new AdjustedDistillation()).StartFrom!.Key);
        Assert.Equal(PlanOf(new KnowledgeDistillation { Temperature = 3 }).Key, PlanOf(new AdjustedDistillation { Temperature = 3 }).StartFrom!.Key);
        Assert.Equal(PlanOf(new BalancedDistillation()).Key, PlanOf(new BalancedDistillationRetraining()).StartFrom!.Key);
        NetworkSpec deeper = new CifarResNet { Depth = 56 };
        Assert.Equal(
            PlanOf(new BalancedDistillation { Temperature = 3, Beta = 0.9, DeferUntil = 0.8, Kappa = 0.5, Unnormalized = true, TeacherNetwork = deeper, TeacherEpoch = WeightsEpoch.BestOnTest }).Key,
            PlanOf(new BalancedDistillationRetraining { Temperature = 3, Beta = 0.9, DeferUntil = 0.8, Kappa = 0.5, Unnormalized = true, TeacherNetwork = deeper, TeacherEpoch = WeightsEpoch.BestOnTest }).StartFrom!.Key);
    }

    [Fact]
    public void Virtual_examples_come_from_a_balanced_softmax_network() =>
        Assert.Equal(PlanOf(new BalancedSoftmax()).Key, PlanOf(new VirtualExampleDistillation()).Teachers.Single().Key);

    [Fact]
    public void Settings_that_say_what_was_always_done_change_no_key()
    {
        Assert.Equal(PlanOf(new BalancedDistillation()).Key, PlanOf(new BalancedDistillation { Kappa = 1, TeacherNetwork = new CifarResNet { Depth = 32 } }).Key);
        Assert.Equal(PlanOf(new KnowledgeDistillation()).Key, PlanOf(new KnowledgeDistillation { WeighLabelsFrom = 1, TeacherNetwork = new CifarResNet { Depth = 32 } }).Key);
        Assert.NotEqual(PlanOf(new BalancedDistillation()).Key, PlanOf(new BalancedDistillation { Kappa = 0.5 }).Key);
        Assert.NotEqual(PlanOf(new KnowledgeDistillation()).Key, PlanOf(new KnowledgeDistillation { WeighLabelsFrom = 0 }).Key);
    }

    [Fact]
    public void A_deeper_teacher_is_trained_as_if_it_were_the_recipes_own_network()
    {
        NetworkSpec deeper = new CifarResNet { Depth = 56 };
        Stage own = new CrossEntropy().Plan(PaperRecipe.Of(new CrossEntropy()) with { Network = deeper });
        foreach (Stage student in (Stage[])[PlanOf(new KnowledgeDistillation { TeacherNetwork = deeper }), PlanOf(new BalancedDistillation { TeacherNetwork = deeper })])
        {
            Assert.Equal(own.Key, student.Teachers.Single().Key);
            Assert.Equal("resnet32", student.Network.Label);
        }
    }

    [Fact]
    public void Until_labels_are_weighed_the_student_is_that_of_plain_distillation()
    {
        Continuation common = Continuation.Of(PlanOf(new KnowledgeDistillation { WeighLabelsFrom = 0.8 }))!;
        Assert.Equal((PlanOf(new KnowledgeDistillation()).Key, 160), (common.Stage.Key, common.Epoch));
        Assert.Null(Continuation.Of(PlanOf(new KnowledgeDistillation())));
        Assert.Null(Continuation.Of(PlanOf(new KnowledgeDistillation { WeighLabelsFrom = 0 })));
    }

    [Fact]
    public void The_second_stage_draws_balanced_batches_and_lets_the_rate_fall_from_its_start_again()
    {
        foreach (Method method in (Method[])[new ClassifierRetraining(), new BalancedDistillationRetraining(), new LearnableWeightScaling()])
        {
            Stage stage = PlanOf(method);
            Assert.Equal(new ClassBalanced(), stage.Sampling);
            Assert.Equal((30, TrainedPart.Head, true), (stage.Epochs, stage.Trained, stage.FrozenStatistics));
            Assert.Equal(0.1, stage.Optimizer.LearningRateAt(0, stage.Epochs));
            Assert.InRange(stage.Optimizer.LearningRateAt(29, stage.Epochs), 0, 0.001);
            Assert.Equal(stage.StartFrom!.Generation + 1, stage.Generation);
        }
        Assert.Equal(1, new ClassifierRetraining().Plan(PaperRecipe.Of(new ClassifierRetraining()) with { Epochs = 2 }).Epochs);
    }

    [Fact]
    public void The_fresh_head_is_drawn_as_PyTorch_draws_one_and_the_first_stages_as_ever()
    {
        Stage stage = PlanOf(new ClassifierRetraining());
        Assert.Equal(StartingWeights.Features, stage.StartWith);
        Assert.Equal(new LinearHead { Initialization = LinearInitialization.Uniform }, stage.Network.Head);
        Assert.Equal(new LinearHead(), stage.StartFrom!.Network.Head);
    }

    static Stage PlanOf(Method method) => method.Plan(PaperRecipe.Of(method));
}
