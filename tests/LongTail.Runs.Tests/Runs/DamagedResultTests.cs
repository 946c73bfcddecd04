using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Prediction;
using LongTail.Runs;
using LongTail.Store;

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
        string message = Assert.Throws<ModelFileException>(() => _workshop.Run(new CrossEntropy())).Message;
        Assert.Contains(Path.Combine(folder, name), message, StringComparison.Ordinal);
        if (name != "manifest.json") Assert.EndsWith($"The folder {folder} is damaged: copy it again from where it is whole, or delete it, and it is made anew.", message, StringComparison.Ordinal);
    }

    // With checksums that fit: whoever writes the one can write the other.
    [Theory]
    [InlineData("\"depth\": 8", "\"depth\": 2000000000", "Found depth 2000000000")]
    [InlineData("\"width\": 2", "\"width\": 2000000000", "Found width 2000000000")]
    [InlineData("\"mean\": [", "\"mean\": [ 0.5,", "a normalisation that does not fit")]
    [InlineData("\"deviation\": [", "\"deviation\": [ 0.0,", "a normalisation that does not fit")]
    [InlineData("\"cat\"", "\"dog\"", "two classes of one name")]
    public void A_description_that_no_training_writes_is_refused(string part, string other, string fault)
    {
        StageResult result = _workshop.Run(new CrossEntropy())[0];
        ModelCard card = StoredStage.Open(result.Folder).Card;
        card = card with { ClassNames = [.. card.ClassNames.Select((name, label) => label switch { 0 => "cat", 1 => "dog", _ => name })] };
        string folder = Path.Combine(_workshop.Output, "hostile");
        SealedFolder.Write(folder, files =>
        {
            foreach (string name in Directory.GetFiles(result.Folder).Select(path => Path.GetFileName(path)).Where(name => name is not ("manifest.json" or "model.json")))
                files.Write(name, stream => stream.Write(File.ReadAllBytes(Path.Combine(result.Folder, name))));
            using MemoryStream text = new();
            StoredJson.Write(text, card);
            string json = System.Text.Encoding.UTF8.GetString(text.ToArray());
            Assert.Contains(part, json, StringComparison.Ordinal);
            files.WriteText("model.json", json.Replace(part, other, StringComparison.Ordinal));
        });
        Assert.Contains(fault, Assert.Throws<ModelFileException>(() => StoredStage.Open(folder)).Message, StringComparison.Ordinal);
    }

    // A network of finite weights whose answers are not.
    [Fact]
    public void Answers_that_are_no_numbers_are_refused()
    {
        StageResult result = _workshop.Run(new CrossEntropy())[0];
        string folder = Path.Combine(_workshop.Output, "huge");
        SealedFolder.Write(folder, files =>
        {
            foreach (string name in Directory.GetFiles(result.Folder).Select(path => Path.GetFileName(path)).Where(name => name != "manifest.json"))
            {
                byte[] bytes = File.ReadAllBytes(Path.Combine(result.Folder, name));
                if (name == "last.safetensors") System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes.AsSpan(bytes.Length - (bytes.Length - 8 - BitConverter.ToInt32(bytes)) / 4 * 4)).Fill(3e38f);
                files.Write(name, stream => stream.Write(bytes));
            }
        });
        Assert.Contains("found a network whose answers are no numbers", Assert.Throws<ModelFileException>(() => CheckpointEvaluator.Evaluate(folder, _workshop.Data)).Message, StringComparison.Ordinal);
        using Classifier classifier = Classifier.Open(folder);
        Assert.Contains("found a network whose answers are no numbers", Assert.Throws<ModelFileException>(() => classifier.Classify(PictureFiles.Read("colour.png"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_in_the_place_of_a_file_is_refused_and_not_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a named pipe.");
        string weights = Path.Combine(_workshop.Plan(new CrossEntropy()).Stages.Single().Folder, "last.safetensors");
        File.Delete(weights);
        using (System.Diagnostics.Process made = System.Diagnostics.Process.Start("mkfifo", weights)) made.WaitForExit();
        Assert.Contains("found a named pipe, expected a regular file", Assert.Throws<ModelFileException>(() => _workshop.Run(new CrossEntropy())).Message, StringComparison.Ordinal);
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
