using LongTail.Methods;
using LongTail.Stages;
using LongTail.Tests.Runs;

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
}
