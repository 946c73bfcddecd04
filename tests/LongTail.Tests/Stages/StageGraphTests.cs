using LongTail.Methods;
using LongTail.Stages;

namespace LongTail.Tests.Stages;

public sealed class StageGraphTests
{
    [Fact]
    public void A_stage_comes_after_all_that_it_needs_and_each_comes_once()
    {
        Recipe recipe = Workshop.Recipe(new CrossEntropy());
        Stage ce = CrossEntropy.TeacherFor(recipe), kd = new KnowledgeDistillation().Plan(recipe);
        Stage last = kd with { Method = "last", StartFrom = kd, Teachers = [ce, kd] };
        Assert.Equal(["ce", "kd", "last"], StageGraph.Of(last).Select(stage => stage.Method));
        Assert.Equal(["ce"], StageGraph.Of(ce).Select(stage => stage.Method));
    }

    // LFME's student steers by them; what starts from such a student or learns from it has seen them, too.
    [Fact]
    public void What_needs_a_network_that_saw_test_labels_has_seen_them()
    {
        Recipe recipe = PaperRecipe.Of(new LearningFromExperts());
        Stage steered = new LearningFromExperts { Feedback = Feedback.Test }.Plan(recipe), plain = new LearningFromExperts { Feedback = Feedback.Training }.Plan(recipe);
        Assert.Equal((true, false), (StageGraph.SawTestLabels(steered), StageGraph.SawTestLabels(plain)));
        Assert.False(StageGraph.SawTestLabels(new LearningFromExperts { Feedback = Feedback.Validation }.Plan(recipe)));
        Assert.Equal([false, false, true], Enum.GetValues<WeightsEpoch>().Select(epoch => StageGraph.SawTestLabels(new BalancedDistillationRetraining { TeacherEpoch = epoch }.Plan(recipe))));
        Assert.Equal([false, false, true], Enum.GetValues<WeightsEpoch>().Select(epoch => StageGraph.SawTestLabels(new ClassifierRetraining { FirstStageEpoch = epoch }.Plan(recipe))));
        Stage ce = new CrossEntropy().Plan(recipe);
        Assert.Equal((true, true, false), (StageGraph.SawTestLabels(ce with { StartFrom = steered }), StageGraph.SawTestLabels(ce with { Teachers = [plain, steered] }), StageGraph.SawTestLabels(ce with { Teachers = [plain] })));
    }
}
