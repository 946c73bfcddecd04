using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Prediction;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;
using LongTail.Tests.Data;
using LongTail.Tests.Imaging;
using LongTail.Tests.Runs;
using TorchSharp;

namespace LongTail.Tests.Prediction;

/// <summary>A network is measured on pictures that were sorted into folders after it was trained.</summary>
public sealed class LabelledPicturesTests : IDisposable
{
    static readonly CheckpointOptions s_onProcessor = new() { Device = ComputeDevice.Cpu };

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_pictures_of_its_own_test_set_measure_as_they_did()
    {
        string stage = Train();
        EvaluatedCheckpoint own = CheckpointEvaluator.Evaluate(stage, _folder.At("data"), s_onProcessor);
        PictureSet test = (PictureSet)DataCatalog.Open(own.Card.Data, _folder.At("data")).Test;
        foreach (string path in test.Paths) _folder.Write($"new/{path}", File.ReadAllBytes(_folder.At($"data/{path}")));
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        MeasuredPictures measured = LabelledPictures.Measure(stage, _folder.At("new"), s_onProcessor);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        AssertSame(own.Predictions, measured.Checkpoint.Predictions);
        Assert.Equal((own.Epoch, own.Card.Key, 0, 0), (measured.Checkpoint.Epoch, measured.Checkpoint.Card.Key, measured.Damaged.Length, measured.ForTraining));

        _folder.Write("parted/train/cat/a.jpg", PictureFiles.Read(PictureFiles.Whole[0]));
        foreach (string path in test.Paths) _folder.Write($"parted/test/{path}", File.ReadAllBytes(_folder.At($"data/{path}")));
        MeasuredPictures parted = LabelledPictures.Measure(stage, _folder.At("parted"), s_onProcessor);
        AssertSame(own.Predictions, parted.Checkpoint.Predictions);
        Assert.Equal(1, parted.ForTraining);
    }

    [Fact]
    public void Classes_go_by_their_names_and_one_may_be_without_pictures()
    {
        string stage = Train();
        for (int i = 0; i < 3; i++) _folder.Write($"new/owl/deep/{i}.jpg", PictureFiles.Read(PictureFiles.Whole[i]));   // the last of three classes, by itself label 0
        _folder.Write("new/owl/page.jpg", "<html>"u8.ToArray());
        _folder.Write("new/notes.txt", []);
        MeasuredPictures measured = LabelledPictures.Measure(stage, _folder.At("new"), s_onProcessor);
        Assert.Equal([0, 0, 3], measured.Checkpoint.Predictions.Evaluate().Images);
        Assert.Equal((_folder.At("new/owl/page.jpg"), "damaged", "found HTML text, expected JPEG, PNG, WebP, BMP or GIF."), (measured.Damaged.Single().Path, measured.Damaged[0].Kind, measured.Damaged[0].Reason));
        Assert.Equal("notes.txt", measured.LeftOut.Single().Path);
        // Shifts, threads and stages reach the network as in any other evaluation.
        Assert.All(LabelledPictures.Measure(stage, _folder.At("new"), s_onProcessor with { Shifts = _ => [0, 1e4, 0], Threads = 1 }).Checkpoint.Predictions.Predicted, label => Assert.Equal(1, label));
        Assert.Contains("epochs is 3, expected 9", Assert.Throws<ModelFileException>(() => LabelledPictures.Measure(stage, _folder.At("new"), s_onProcessor, [.. StageGraph.Of(new CrossEntropy().Plan(Recipe with { Epochs = 9 }))])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_that_it_does_not_know_are_refused_by_name_and_so_is_what_cannot_be_measured()
    {
        string stage = Train();
        foreach (string name in new[] { "owls", "zebra", "cat" }) _folder.Write($"new/{name}/1.jpg", PictureFiles.Read(PictureFiles.Whole[0]));
        string message = Assert.Throws<DataException>(() => LabelledPictures.Measure(stage, _folder.At("new"), s_onProcessor)).Message;
        Assert.Contains("Found pictures of owls, zebra in ", message, StringComparison.Ordinal);
        Assert.Contains("expected folders named as its classes: cat, dog, owl. Did you mean owl?", message, StringComparison.Ordinal);
        _folder.Write("bad/cat/1.jpg", "<html>"u8.ToArray());
        Assert.Contains("Found 1 pictures in ", Assert.Throws<DataException>(() => LabelledPictures.Measure(stage, _folder.At("bad"), s_onProcessor)).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => LabelledPictures.Measure(stage, _folder.At("nowhere"), s_onProcessor));
    }

    static Recipe Recipe => Workshop.Recipe(new CrossEntropy()) with
    {
        Data = new() { Set = PictureSets.Folders, Pictures = new() { Size = 16, ShorterSide = 20 } },
        Network = new CifarResNet { Depth = 8, Width = 2 },
        Augmentation = new() { CropPadding = 0, ResizedCrop = new(), Normalization = Normalization.ImageNet },
        BatchSize = 8,
    };

    string Train()
    {
        for (int i = 0; i < 36; i++) _folder.Write($"data/{(i % 3) switch { 0 => "cat", 1 => "dog", _ => "owl" }}/{i:00}.jpg", PictureFiles.Read(PictureFiles.Whole[i % PictureFiles.Whole.Length]));
        RunEnvironment here = Workshop.EnvironmentIn(_folder.At("run")) with { DataFolder = _folder.At("data") };
        return new StageRunner(here).Run(RunPlan.Of([Recipe], here), TestContext.Current.CancellationToken)[0].Folder;
    }

    static void AssertSame(Predictions expected, Predictions found)
    {
        // The order of the folders is another one than that of the held-out pictures.
        Assert.Equal(Sorted(expected), Sorted(found), (one, other) => (one.Label, one.Predicted, one.Top5) == (other.Label, other.Predicted, other.Top5) && Math.Abs(one.Sure - other.Sure) < 1e-5);

        static IEnumerable<(int Label, int Predicted, bool Top5, float Sure)> Sorted(Predictions answers) =>
            Enumerable.Range(0, answers.Labels.Length).Select(i => (answers.Labels[i], answers.Predicted[i], answers.InTop5[i], answers.Beliefs[i].Confidence)).OrderBy(answer => answer.Item1).ThenBy(answer => answer.Confidence);
    }
}
