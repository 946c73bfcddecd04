using LongTail.Methods;
using LongTail.Runs;
using LongTail.Stages;
using LongTail.Store;
using static TorchSharp.torch;

namespace LongTail.Tests.Runs;

/// <summary>A stage may start from another's weights and train the head alone, as cRT does, or the last block too.</summary>
public sealed class HeadTrainingTests(WholeRuns whole) : IDisposable
{
    readonly Workshop _workshop = Workshop.With(whole.Of(new CrossEntropy()));

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void All_parameters_but_the_heads_stay_as_they_were_at_the_start()
    {
        StageResult result = _workshop.Run(new Retraining(TrainedPart.Head))[^1];
        using NamedTensors before = Last(whole.Of(new CrossEntropy()).Single()), after = Last(result);
        foreach ((string name, Tensor start) in before.Tensors)
            if (name.StartsWith("linear.", StringComparison.Ordinal)) Assert.False(start.equal(after.Tensors[name]).all().item<bool>(), name);
            else if (!name.Contains("running_", StringComparison.Ordinal) && !name.Contains("num_batches", StringComparison.Ordinal)) TensorAssert.Close(start, after.Tensors[name], 0, 0);
    }

    [Theory, InlineData(TrainedPart.Head, true), InlineData(TrainedPart.LastBlockAndHead, false), InlineData(TrainedPart.Everything, false)]
    public void A_recipe_that_trains_the_head_alone_leaves_the_moments_of_all_others(TrainedPart part, bool frozen) =>
        Assert.Equal(frozen, (Workshop.Recipe(new CrossEntropy()) with { Trained = part }).Stage("ce", new CrossEntropy.Loss()).FrozenStatistics);

    [Fact]
    public void With_the_last_block_all_before_it_stays_moments_included()
    {
        StageResult result = _workshop.Run(new Retraining(TrainedPart.LastBlockAndHead))[^1];
        using NamedTensors before = Last(whole.Of(new CrossEntropy()).Single()), after = Last(result);
        foreach ((string name, Tensor start) in before.Tensors)
        {
            bool trained = name.StartsWith("layer3.0.", StringComparison.Ordinal) || name.StartsWith("linear.", StringComparison.Ordinal);
            Assert.True(trained != start.equal(after.Tensors[name]).all().item<bool>(), name);
        }
    }

    [Fact]
    public void A_stage_that_starts_from_another_begins_with_a_lower_loss_than_one_from_nothing()
    {
        StageResult continued = _workshop.Run(new Retraining(TrainedPart.Everything))[^1];
        Assert.True(continued.History[0].Loss < whole.Of(new CrossEntropy()).Single().History[0].Loss);
    }

    [Theory, InlineData(TrainedPart.Head), InlineData(TrainedPart.LastBlockAndHead)]
    public void Interrupted_and_continued_it_is_equal_to_a_whole_run(TrainedPart part)
    {
        using Workshop broken = Workshop.With(whole.Of(new CrossEntropy()));
        broken.RunUntilStep(6, new Retraining(part));
        StageFiles.AssertEqual(_workshop.Run(new Retraining(part)), broken.Run(new Retraining(part)));
    }

    [Fact]
    public void The_stage_it_starts_from_is_planned_before_it()
    {
        using Workshop empty = new();
        RunPlan plan = empty.Plan(new Retraining(TrainedPart.Head));
        Assert.Equal([("ce", StageRole.Teacher), ("again", StageRole.Student)], plan.Stages.Select(planned => (planned.Stage.Method, planned.Role)));
    }

    static NamedTensors Last(StageResult result)
    {
        using FileStream file = File.OpenRead(Path.Combine(result.Folder, "last.safetensors"));
        return SafetensorsReader.Read(file, file.Name);
    }

    sealed record Retraining(TrainedPart Part) : Method
    {
        public override Stage Plan(Recipe recipe) => recipe.Stage("again", new CrossEntropy.Loss()) with { StartFrom = CrossEntropy.TeacherFor(recipe), Trained = Part };
    }
}
