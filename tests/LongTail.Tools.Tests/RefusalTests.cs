using LongTail.Foundation;
using LongTail.Tools.WriteResults.Reading;

namespace LongTail.Tools.Tests;

public sealed class RefusalTests : IDisposable
{
    static readonly int[] Correct = [20, 10, 5, 0];

    readonly TempFolder _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_finished_run_is_read()
    {
        foreach (FakeStage stage in new[] { Stage("kd", 0), Stage("ce", 0) }) stage.WriteInto(_run.Path);
        Directory.CreateDirectory(Path.Combine(_run.Path, "progress"));
        Assert.Equal(["ce (teacher)", "kd"], Experiment.Of(RunFolder.Read(_run.Path)).Arms.Select(arm => arm.Label));
    }

    [Fact]
    public void Experts_of_single_groups_stay_out_of_the_page_and_their_student_is_in_it()
    {
        FakeStage expert = Stage("expert-few", 0) with { Card = Stage("ce", 0).Card with { Method = "expert-few", Key = FakeRun.KeyOf("expert-few", 0), Subset = new(GroupConvention.Oltr, ShotGroup.Few) } };
        FakeStage student = Stage("lfme", 0);
        student = student with { Card = student.Card with { Teachers = [expert.Card.Key] } };
        Assert.Equal(["ce", "lfme"], FakeRun.Experiment([Stage("ce", 0), expert, student]).Arms.Select(arm => arm.Label));
        Refused("no stage", () => FakeRun.Experiment([Stage("ce", 0), student]));
        Refused("single groups of classes alone", () => FakeRun.Experiment([expert]));
    }

    [Fact]
    public void A_run_in_progress_is_refused()
    {
        Stage("ce", 0).WriteInto(_run.Path);
        Directory.CreateDirectory(Path.Combine(_run.Path, "progress", "kd-0123456789ab"));
        Refused("kd-0123456789ab in training or interrupted", () => RunFolder.Read(_run.Path));
    }

    [Fact]
    public void A_stage_that_is_being_written_is_refused()
    {
        Stage("ce", 0).WriteInto(_run.Path);
        Directory.CreateDirectory(Path.Combine(_run.Path, "stages", ".kd-0123456789ab.77-0.tmp"));
        Refused("half-written", () => RunFolder.Read(_run.Path));
    }

    [Fact]
    public void A_damaged_stage_is_refused()
    {
        string folder = Stage("ce", 0).WriteInto(_run.Path);
        File.AppendAllText(Path.Combine(folder, "history.jsonl"), " ");
        Assert.Contains("history.jsonl", Assert.Throws<ModelFileException>(() => RunFolder.Read(_run.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_folder_among_the_stages_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(_run.Path, "stages", "old"));
        Assert.Throws<ModelFileException>(() => RunFolder.Read(_run.Path));
    }

    [Fact]
    public void A_folder_without_a_run_is_refused() => Refused("no folder \"stages\"", () => RunFolder.Read(_run.Path));

    [Fact]
    public void A_run_without_a_stage_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(_run.Path, "stages"));
        Refused("no stage", () => RunFolder.Read(_run.Path));
    }

    [Fact]
    public void A_history_that_lacks_an_epoch_is_refused()
    {
        FakeStage stage = Stage("ce", 0);
        (stage with { History = stage.History[..1] }).WriteInto(_run.Path);
        Refused("history of 1 epochs, expected 2", () => RunFolder.Read(_run.Path));
    }

    [Fact]
    public void A_last_epoch_that_was_not_evaluated_is_refused()
    {
        FakeStage stage = Stage("ce", 0);
        (stage with { History = [stage.History[0], stage.History[1] with { Evaluation = null }] }).WriteInto(_run.Path);
        Assert.Contains("no evaluation of a last epoch", Assert.Throws<ModelFileException>(() => RunFolder.Read(_run.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_recipe_in_another_method_is_refused() =>
        Refused("found BatchSize 32 in kd-", () => FakeRun.Experiment(Stage("ce", 0), Changed(Stage("kd", 0), "BatchSize:64", "BatchSize:32")));

    [Fact]
    public void Another_recipe_in_the_same_method_is_refused() =>
        Refused("found Objective ce{Version:2;} in ce-", () => FakeRun.Experiment(Stage("ce", 0), Changed(Stage("ce", 1), "ce{Version:1;}", "ce{Version:2;}")));

    [Fact]
    public void Other_data_is_refused() =>
        Refused("found Data TrainingSet", () => FakeRun.Experiment(Stage("ce", 0), Changed(Stage("ce", 1), "SubsetSeed:3", "SubsetSeed:4")));

    [Fact]
    public void A_missing_teacher_is_refused() =>
        Refused("expected the teacher", () => FakeRun.Experiment(Stage("ce", 0), Stage("kd", 1)));

    [Fact]
    public void Unequal_seeds_are_refused() =>
        Refused("found seeds 0 of kd and 0, 1 of ce", () => FakeRun.Experiment(Stage("ce", 0), Stage("ce", 1), Stage("kd", 0)));

    [Fact]
    public void A_text_that_is_no_stage_is_refused() => Refused("expected the canonical text", () => StageSettings.Of("Recipe{}"));

    [Fact]
    public void Seeds_are_no_setting_but_the_draw_of_the_data_is()
    {
        StageSettings settings = Stage("kd", 4).Network.Settings;
        Assert.Equal(["BatchSize", "Data", "Epochs", "Objective", "Sampling", "Teachers"], settings.Members.Keys);
        Assert.Equal("TrainingSet{Set:\"to;y\";SubsetSeed:3;}", settings.Members["Data"]);
        Assert.Equal(settings.Members["Teachers"], Stage("kd", 5).Network.Settings.Members["Teachers"]);
    }

    static FakeStage Stage(string method, int seed) => FakeRun.Stage(method, seed, Correct, Correct);

    static FakeStage Changed(FakeStage stage, string from, string to) => stage with { Text = stage.Text.Replace(from, to, StringComparison.Ordinal) };

    static void Refused(string because, Func<object> action) =>
        Assert.Contains(because, Assert.Throws<RefusedRunException>(action).Message, StringComparison.Ordinal);
}
