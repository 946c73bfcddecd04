using System.Text;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Pictures;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Tests.Runs;

/// <summary>What may be wrong with pictures in files between one command and the next.</summary>
public sealed class PictureFaultTests : IDisposable
{
    readonly TempFolder _folder = new();

    public PictureFaultTests()
    {
        byte[] picture = File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "LongTail.Tests", "Golden", "pictures", "colour.png"));
        foreach (string name in (string[])["cat", "dog", "eel"])
            for (int i = 0; i < 4; i++) _folder.Write($"data/{name}/{i}.png", picture);
        Write("train.txt", "cat/0.png 0\ncat/1.png 0\ncat/2.png 0\ndog/0.png 1\ndog/1.png 1\neel/0.png 2\n");
        Write("test.txt", "cat/3.png 0\ndog/3.png 1\neel/3.png 2\n");
        Write("classes.txt", "tom\nrex\nelly\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_that_were_corrected_since_are_told_and_train_nothing_anew()
    {
        Assert.Equal(["tom", "rex", "elly"], Run(out _).ClassNames);
        Write("classes.txt", "tom\nelly\nrex\n");
        StageResult again = Run(out List<string> warnings);
        Assert.True(again.Reused);
        Assert.Equal($"{again.Folder}: its classes had other names when it was trained; label 1 was rex and is elly now. The network answers with the old names; delete the folder to have it trained anew with the new ones.", Assert.Single(warnings));
    }

    [Fact]
    public void A_class_of_which_no_picture_can_be_read_is_no_class_less()
    {
        _folder.Write("data/eel/0.png", []);
        PictureSource tolerant = Source with { MostUnreadable = 0.5 };
        Assert.Equal("Found no readable training picture of elly (label 2), expected at least one. Repair its pictures, or drop the class.", Assert.Throws<DataException>(() => Open(tolerant)).Message);
        Assert.Equal("Found no readable training picture of eel (label 2), expected at least one. Repair its pictures, or drop the class.", Assert.Throws<DataException>(() => Open(tolerant with { ClassList = null })).Message);
    }

    // Without it the data would be other data: a training that was interrupted would begin anew.
    [Fact]
    public void A_picture_that_another_program_holds_is_told_instead_of_left_out()
    {
        using FileStream held = new(_folder.At("data/dog/1.png"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        UnreadablePicturesException refused = Assert.Throws<UnreadablePicturesException>(() => Open(Source with { MostUnreadable = 0.5 }));
        Assert.Equal([("dog/1.png", "not read")], refused.Files.Select(file => (file.Path, file.Kind)));
        Assert.StartsWith($"Found 1 of 9 picture(s) in {_folder.At("data")} that are there and cannot be read: Found ", refused.Message, StringComparison.Ordinal);
        PictureReport report = PictureCheck.Of(DataCatalog.OpenUnchecked(new() { Set = PictureSets.List, Pictures = Source }, _folder.At("data")), cancel: TestContext.Current.CancellationToken);
        Assert.Equal([("dog/1.png", "not read", true)], report.Damaged.Select(file => (file.Path, file.Kind, file.IsUnreadable)));
    }

    [Fact]
    public void Other_data_than_a_network_was_trained_on_is_told_with_what_differs()
    {
        StageResult result = Run(out _);
        Write("train.txt", "cat/0.png 0\ncat/1.png 0\ncat/2.png 0\ndog/0.png 1\ndog/1.png 1\ndog/2.png 1\neel/0.png 2\n");
        Assert.EndsWith("Of rex, 3 training images are there, and it was trained on 2.", Refused(), StringComparison.Ordinal);
        Write("train.txt", "cat/0.png 0\ncat/1.png 0\ncat/2.png 0\ndog/0.png 1\ndog/2.png 1\neel/0.png 2\n");
        Assert.EndsWith("The classes are the same, with as many training images: other files are among them, or among the test images.", Refused(), StringComparison.Ordinal);
        Write("classes.txt", "tom\nbob\nelly\n");
        Assert.EndsWith("Of its classes, rex is not there, and bob is there that it does not know.", Refused(), StringComparison.Ordinal);

        string Refused() => Assert.Throws<DataException>(() => CheckpointEvaluator.Evaluate(result.Folder, _folder.At("data"))).Message;
    }

    [Fact]
    public void A_loss_that_is_no_number_names_the_files_of_its_batch()
    {
        RunEnvironment here = In("diverged");
        Recipe recipe = Recipe with { Optimizer = new() { LearningRate = 1e30, WarmupEpochs = 0, Schedule = new StepSchedule([], 0.1) }, Epochs = 3 };
        string message = Assert.Throws<StagesDivergedException>(() => new StageRunner(here).Run(RunPlan.Of([recipe], here), TestContext.Current.CancellationToken)).Message;
        Assert.Matches("The batch had the training images (cat|dog|eel)/[0-9].png, (cat|dog|eel)/[0-9].png", message);
    }

    [Fact]
    public void Batches_beyond_what_memory_counts_are_refused_before_anything_is_trained()
    {
        WriteMany(64);
        Recipe large = Recipe with { Data = Recipe.Data with { Pictures = Source with { Size = 4096, ShorterSide = 4096 } }, BatchSize = 64 };
        Assert.StartsWith("Found batches of 64 images of 4096 x 4096, which are more than 2 GiB as bytes alone, expected less. Lower batchSize or data.size.", Assert.Throws<RecipeException>(() => RunPlan.Of([large], In("large"))).Message, StringComparison.Ordinal);
        Recipe whole = Recipe with { BatchSize = int.MaxValue };
        Assert.Equal(int.MaxValue, RunPlan.Of([whole], In("large")).Stages.Single().Stage.BatchSize);   // of as many images as there are
        Recipe streams = large with { BatchSize = 25, Method = new BilateralBranch() }, one = streams with { Method = new CrossEntropy() };
        WriteMany(50);
        Assert.Contains("Found batches of 50 images", Assert.Throws<RecipeException>(() => RunPlan.Of([streams], In("large"))).Message, StringComparison.Ordinal);
        Assert.Single(RunPlan.Of([one], In("large")).Stages);
        Assert.Equal(21, SharedMaterial.EvaluationBatch(TorchSharp.torch.CPU, new(4096, 4096, 3)));
        Assert.Equal(256, SharedMaterial.EvaluationBatch(TorchSharp.torch.CPU, new(224, 224, 3)));
    }

    void WriteMany(int pictures)
    {
        byte[] picture = File.ReadAllBytes(_folder.At("data/cat/0.png"));
        for (int i = 0; i < pictures; i++) _folder.Write($"data/many/{i}.png", picture);
        Write("train.txt", string.Concat(Enumerable.Range(0, pictures).Select(i => $"many/{i}.png {i % 3}\n")));
    }

    static PictureSource Source => new() { Size = 16, ShorterSide = 20, TrainList = "train.txt", TestList = "test.txt", ClassList = "classes.txt" };

    static Recipe Recipe => Workshop.Recipe(new CrossEntropy()) with
    {
        Data = new() { Set = PictureSets.List, Pictures = Source },
        Network = new CifarResNet { Depth = 8, Width = 2 },
        Augmentation = new() { CropPadding = 0, ResizedCrop = new(), Normalization = Normalization.ImageNet },
        Epochs = 1,
        BatchSize = 3,
    };

    RunEnvironment In(string output) => Workshop.EnvironmentIn(_folder.At(output)) with { DataFolder = _folder.At("data"), DecodingThreads = 1 };

    DataSplit Open(PictureSource source) => DataCatalog.Open(new() { Set = PictureSets.List, Pictures = source }, _folder.At("data"), cancel: TestContext.Current.CancellationToken);

    void Write(string list, string text) => _folder.Write($"data/{list}", Encoding.UTF8.GetBytes(text));

    StageResult Run(out List<string> warnings)
    {
        RunWatch watch = new();
        StageResult result = Assert.Single(new StageRunner(In("runs"), watch).Run(RunPlan.Of([Recipe], In("runs"))));
        warnings = watch.Told;
        return result;
    }
}
