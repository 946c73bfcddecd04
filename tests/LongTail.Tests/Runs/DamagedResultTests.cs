using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Runs;

namespace LongTail.Tests.Runs;

public sealed class DamagedResultTests(WholeRuns whole) : IDisposable
{
    readonly Workshop _workshop = Workshop.With(whole.Of(new CrossEntropy()));

    public void Dispose() => _workshop.Dispose();

    [Theory]
    [InlineData("last.safetensors"), InlineData("best.safetensors"), InlineData("history.jsonl"), InlineData("model.json"), InlineData("made-by.json"), InlineData("stage.txt"), InlineData("manifest.json")]
    public void A_flipped_bit_in_a_finished_stage_is_told_with_the_name_of_the_file(string name)
    {
        string folder = _workshop.Plan(new CrossEntropy()).Stages.Single().Folder;
        Damage.Flip(Path.Combine(folder, name), -5);
        Assert.Contains(Path.Combine(folder, name), Assert.Throws<ModelFileException>(() => _workshop.Run(new CrossEntropy())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_opened_is_no_stage()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a file that cannot be read.");
        Assert.StartsWith("/proc/self/mem: found that it cannot be read", Assert.Throws<ModelFileException>(() => StoredStage.Open("/proc/self/mem")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_teacher_is_told_before_its_student_is_trained()
    {
        string folder = _workshop.Plan(new CrossEntropy()).Stages.Single().Folder;
        Damage.Flip(Path.Combine(folder, "last.safetensors"), -5);
        Assert.Throws<ModelFileException>(() => _workshop.Run(new KnowledgeDistillation()));
        Assert.Equal(0, _workshop.Watch.Steps);
    }

    [Fact]
    public void The_result_of_another_stage_under_a_stages_name_is_refused()
    {
        string folder = _workshop.Plan(new CrossEntropy()).Stages.Single().Folder;
        RunPlan plan = _workshop.Plan([Workshop.Recipe(new CrossEntropy()) with { Seed = 1 }]);
        Directory.Move(folder, plan.Stages.Single().Folder);
        string message = Assert.Throws<ModelFileException>(() => _workshop.Run(plan)).Message;
        Assert.Contains(plan.Stages.Single().Stage.Key.Hex, message, StringComparison.Ordinal);
    }
}
