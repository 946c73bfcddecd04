using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Prediction;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;
using TorchSharp;

namespace LongTail.Tests.Prediction;

/// <summary>A network is measured on pictures that were sorted into folders after it was trained.</summary>
public sealed class LabelledPicturesTests : IDisposable
{
    static readonly CheckpointOptions s_onProcessor = new() { Device = ComputeDevice.Cpu };

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_pictures_of_its_own_test_set_measure_as_they_did()
    {
        string stage = Train();
        EvaluatedCheckpoint own = CheckpointEvaluator.Evaluate(stage, _folder.At("data"), s_onProcessor);
        PictureSet test = (PictureSet)DataCatalog.Open(own.Card.Data, _folder.At("data"), cancel: TestContext.Current.CancellationToken).Test;
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
        Assert.Equal((_folder.At("new/owl/page.jpg"), "damaged", "found HTML text, expected JPEG, PNG, WebP, BMP or GIF."), (Path.GetFullPath(measured.Damaged.Single().Path), measured.Damaged[0].Kind, measured.Damaged[0].Reason));
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

    // The same pictures by their folders, by names in a table and in annotations, and by the network's numbers in lines.
    [Fact]
    public void A_list_beside_the_pictures_measures_as_their_folders_do()
    {
        string stage = Train();
        (string Class, int Label)[] labelled = [("owl", 2), ("cat", 0), ("owl", 2)];
        for (int i = 0; i < labelled.Length; i++)
        {
            _folder.Write($"sorted/{labelled[i].Class}/{i}.jpg", PictureFiles.Read(PictureFiles.Whole[i]));
            _folder.Write($"flat/in/{i}.jpg", PictureFiles.Read(PictureFiles.Whole[i]));
        }
        File.WriteAllLines(_folder.At("flat/new.csv"), ["path;label", .. labelled.Select((item, i) => $"in/{i}.jpg;{item.Class}")]);
        File.WriteAllLines(_folder.At("flat/numbers.csv"), ["file,class", .. labelled.Select((item, i) => $"in/{i}.jpg,{item.Label}")]);
        File.WriteAllLines(_folder.At("flat/new.txt"), labelled.Select((item, i) => $"in/{i}.jpg {item.Label}"));
        File.WriteAllText(_folder.At("flat/new.json"), """
            {"images":[{"id":7,"file_name":"in/0.jpg"},{"id":8,"file_name":"in/1.jpg"},{"id":9,"file_name":"in/2.jpg"}],
             "annotations":[{"id":1,"image_id":7,"category_id":40},{"id":2,"image_id":8,"category_id":90},{"id":3,"image_id":9,"category_id":40}],
             "categories":[{"id":40,"name":"owl"},{"id":90,"name":"cat"}]}
            """);
        EvaluationResult sorted = LabelledPictures.Measure(stage, _folder.At("sorted"), s_onProcessor).Checkpoint.Predictions.Evaluate();
        Assert.Equal([1, 0, 2], sorted.Images);
        foreach (string list in (string[])["new.csv", "numbers.csv", "new.txt", "new.json"])
        {
            MeasuredPictures measured = LabelledPictures.Measure(stage, _folder.At($"flat/{list}"), s_onProcessor);
            Assert.Equal(sorted.Images, measured.Checkpoint.Predictions.Evaluate().Images);
            Assert.Equal(sorted.Correct, measured.Checkpoint.Predictions.Evaluate().Correct);
            Assert.Equal((0, 0, 0), (measured.Damaged.Length, measured.LeftOut.Length, measured.ForTraining));
        }
    }

    [Fact]
    public void A_listed_picture_that_is_missing_or_of_no_class_of_the_network_is_told()
    {
        string stage = Train();
        _folder.Write("flat/0.jpg", PictureFiles.Read(PictureFiles.Whole[0]));
        MeasuredPictures measured = Measure("new.txt", "0.jpg 1", "gone.jpg 2");
        Assert.Equal([0, 1, 0], measured.Checkpoint.Predictions.Evaluate().Images);
        Assert.Equal(_folder.At("flat/gone.jpg"), measured.Damaged.Single().Path);
        Assert.Contains("Found the label 3 of 0.jpg in ", Refusal("far.txt", "0.jpg 3"), StringComparison.Ordinal);
        Assert.Contains("expected 0 to 2, which are the network's classes cat, dog, owl", Refusal("far.txt", "0.jpg 3"), StringComparison.Ordinal);
        string unknown = Refusal("owls.csv", "path,label", "0.jpg,owls");
        Assert.Contains("Found pictures of owls in ", unknown, StringComparison.Ordinal);
        Assert.Contains("expected its classes: cat, dog, owl. Did you mean owl? Correct the names, or take the pictures out of the list.", unknown, StringComparison.Ordinal);
        Assert.Contains("Found no gone.jpg in ", Refusal("none.txt", "gone.jpg 0"), StringComparison.Ordinal);
        Assert.Contains("Found no pictures to measure on in ", Refusal("empty.txt", ""), StringComparison.Ordinal);
        Assert.Contains("categories without names", Refusal("ids.json", """{"images":[{"id":7,"file_name":"0.jpg"}],"annotations":[{"id":1,"image_id":7,"category_id":40}],"categories":[{"id":40}]}"""), StringComparison.Ordinal);

        MeasuredPictures Measure(string name, params string[] lines)
        {
            File.WriteAllLines(_folder.At($"flat/{name}"), lines);
            return LabelledPictures.Measure(stage, _folder.At($"flat/{name}"), s_onProcessor);
        }

        string Refusal(string name, params string[] lines) => Assert.Throws<DataException>(() => Measure(name, lines)).Message;
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
