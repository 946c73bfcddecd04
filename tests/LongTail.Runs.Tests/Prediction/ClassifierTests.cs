using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Prediction;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;
using LongTail.Tests.Runs;
using SkiaSharp;
using TorchSharp;

namespace LongTail.Tests.Prediction;

/// <summary>A network says of a picture file what it said when it was measured.</summary>
public sealed class ClassifierTests(WholeRuns whole) : IDisposable
{
    readonly TempFolder _folder = new();

    StageResult Result => whole.Of(new CrossEntropy()).Single();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Small_images_in_files_are_what_they_were_in_their_set()
    {
        (string[] files, Predictions expected) = WriteTestSet();
        using Classifier classifier = Classifier.Open(Result.Folder, OnProcessor);
        ClassifiedFile[] answers = [.. classifier.Classify(files)];
        Assert.Equal(files, answers.Select(answer => answer.Path));
        Assert.Equal(expected.Predicted, answers.Select(answer => answer.Classification!.Best.Label));
        Assert.Equal(expected.Beliefs.Select(belief => belief.Confidence), answers.Select(answer => answer.Classification!.Best.Probability), (one, other) => Math.Abs(one - other) < 1e-6);
        Assert.All(answers, answer => Assert.Equal(1, answer.Classification!.Probabilities.Sum(), 1e-5f));
        Assert.Equal(Result.ClassNames, classifier.ClassNames);
    }

    [Fact]
    public void Small_images_sorted_into_folders_of_their_classes_measure_as_their_set_did()
    {
        (string[] files, Predictions expected) = WriteTestSet();
        for (int i = 0; i < files.Length; i++) _folder.Write($"sorted/{Result.ClassNames[expected.Labels[i]]}/{i:00}.png", File.ReadAllBytes(files[i]));
        EvaluationResult own = expected.Evaluate(), measured = LabelledPictures.Measure(Result.Folder, _folder.At("sorted"), OnProcessor).Checkpoint.Predictions.Evaluate();
        Assert.Equal((own.Images, own.Correct, own.CorrectInTop5), (measured.Images, measured.Correct, measured.CorrectInTop5), (one, other) =>
            one.Images.SequenceEqual(other.Images) && one.Correct.SequenceEqual(other.Correct) && one.CorrectInTop5.SequenceEqual(other.CorrectInTop5));
        Assert.Equal(own.Calibration!.NegativeLogLikelihood, measured.Calibration!.NegativeLogLikelihood, 1e-6);
    }

    [Fact]
    public void One_file_alone_its_bytes_and_several_threads_give_the_same()
    {
        (string[] files, _) = WriteTestSet();
        using Classifier classifier = Classifier.Open(Result.Folder, OnProcessor with { BatchSize = 7 });
        ImmutableArray<float>[] together = [.. classifier.Classify(files).Select(answer => answer.Classification!.Probabilities)];
        Classification?[] alone = new Classification?[files.Length], bytes = new Classification?[files.Length];
        Parallel.For(0, files.Length, new() { MaxDegreeOfParallelism = 4 }, i =>
        {
            alone[i] = classifier.Classify(files[i]);
            bytes[i] = classifier.Classify(File.ReadAllBytes(files[i]));
        });
        for (int i = 0; i < files.Length; i++)
        {
            Assert.Equal(alone[i]!.Probabilities, bytes[i]!.Probabilities);
            Assert.Equal(together[i], alone[i]!.Probabilities, (one, other) => Math.Abs(one - other) < 1e-6);
        }
    }

    [Fact]
    public async Task Many_at_once_get_the_answers_of_one_alone_and_a_stream_is_left_open()
    {
        (string[] files, _) = WriteTestSet();
        CancellationToken token = TestContext.Current.CancellationToken;
        using Classifier classifier = Classifier.Open(Result.Folder, OnProcessor with { BatchSize = 5 });
        Classification[] alone = [.. files.Select(classifier.Classify)];
        Classification[] answers = await Task.WhenAll(files.Select(async file => await classifier.ClassifyAsync(await File.ReadAllBytesAsync(file, token), token)));
        for (int i = 0; i < files.Length; i++) Assert.Equal(alone[i].Probabilities, answers[i].Probabilities, (one, other) => Math.Abs(one - other) < 1e-6);

        using MemoryStream upload = new(await File.ReadAllBytesAsync(files[3], token));
        Assert.Equal(alone[3].Best.Label, (await classifier.ClassifyAsync(upload, token)).Best.Label);
        Assert.True(upload.CanRead);
        await Assert.ThrowsAsync<DataException>(() => classifier.ClassifyAsync("<html>"u8.ToArray(), token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => classifier.ClassifyAsync(File.ReadAllBytes(files[0]), new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task What_was_asked_before_its_end_is_answered_and_nothing_after()
    {
        (string[] files, _) = WriteTestSet();
        CancellationToken token = TestContext.Current.CancellationToken;
        byte[] file = File.ReadAllBytes(files[0]);
        Classifier classifier = Classifier.Open(Result.Folder, OnProcessor with { BatchSize = 1 });
        int expected = (await classifier.ClassifyAsync(file, token)).Best.Label;
        Task<Classification>[] asked = [.. Enumerable.Range(0, 40).Select(_ => classifier.ClassifyAsync(file, token))];
        await asked[0];
        classifier.Dispose();
        foreach (Task<Classification> question in asked)
            if (await Record.ExceptionAsync(() => question) is { } late) Assert.IsType<ObjectDisposedException>(late);   // it was still being decoded
            else Assert.Equal(expected, (await question).Best.Label);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => classifier.ClassifyAsync(file, token));
    }

    [Fact]
    public void Colours_become_grey_as_Pillow_has_it_and_other_sizes_the_size_of_the_set()
    {
        using Classifier classifier = Classifier.Open(Result.Folder, OnProcessor);
        // 0.299 * 200 + 0.587 * 30 + 0.114 * 90, rounded.
        Classification colour = classifier.Classify(Plain(28, 28, new(200, 30, 90))), grey = classifier.Classify(Plain(28, 28, new(88, 88, 88)));
        Assert.Equal(grey.Probabilities, colour.Probabilities);
        Assert.Equal(grey.Probabilities, classifier.Classify(Plain(131, 70, new(200, 30, 90))).Probabilities);
        Assert.NotEqual(grey.Probabilities, classifier.Classify(Plain(28, 28, new(89, 89, 89))).Probabilities);
    }

    [Theory, InlineData(0), InlineData(24)]
    public void Pictures_in_files_are_seen_as_when_they_were_measured(int packedSide)
    {
        for (int i = 0; i < 30; i++) _folder.Write($"data/{(i % 3 == 0 ? "cat" : "dog")}/{i:00}.jpg", PictureFiles.Read(PictureFiles.Whole[i % PictureFiles.Whole.Length]));
        RunEnvironment here = Workshop.EnvironmentIn(_folder.At("run")) with { DataFolder = _folder.At("data") };
        Recipe recipe = Workshop.Recipe(new CrossEntropy()) with
        {
            Data = new() { Set = PictureSets.Folders, Pictures = new() { Size = 16, ShorterSide = 20, PackedSide = packedSide } },
            Network = new CifarResNet { Depth = 8, Width = 2 },
            Augmentation = new() { CropPadding = 0, ResizedCrop = new(), Normalization = Normalization.ImageNet },
            BatchSize = 8,
        };
        string folder = new StageRunner(here).Run(RunPlan.Of([recipe], here), TestContext.Current.CancellationToken)[0].Folder;
        EvaluatedCheckpoint evaluated = CheckpointEvaluator.Evaluate(folder, _folder.At("data"), new() { Device = ComputeDevice.Cpu });
        PictureSet test = (PictureSet)DataCatalog.Open(evaluated.Card.Data, _folder.At("data"), cancel: TestContext.Current.CancellationToken).Test;
        using Classifier classifier = Classifier.Open(folder, OnProcessor);
        Classification[] answers = [.. classifier.Classify(test.Paths.Select(path => _folder.At($"data/{path}"))).Select(answer => answer.Classification!)];
        Assert.Equal(evaluated.Predictions.Beliefs.Select(belief => belief.Confidence), answers.Select(answer => answer.Best.Probability), (one, other) => Math.Abs(one - other) < 1e-6);
    }

    [Fact]
    public void What_is_no_picture_is_told_in_its_place()
    {
        (string[] files, _) = WriteTestSet();
        _folder.Write("page.jpg", "<html>"u8.ToArray());
        string[] mixed = [files[0], _folder.At("page.jpg"), files[1], _folder.At("none.png")];
        using Classifier classifier = Classifier.Open(Result.Folder, OnProcessor with { BatchSize = 3 });
        ClassifiedFile[] answers = [.. classifier.Classify(mixed)];
        Assert.Equal([true, false, true, false], answers.Select(answer => answer.Classification is not null));
        Assert.Equal("found HTML text, expected JPEG, PNG, WebP, BMP or GIF.", answers[1].Fault);
        Assert.Contains("none.png, which cannot be read", answers[3].Fault, StringComparison.Ordinal);
        Assert.Null(answers[0].Fault);
        Assert.Contains("page.jpg: found HTML text", Assert.Throws<DataException>(() => classifier.Classify(mixed[1])).Message, StringComparison.Ordinal);
        Assert.Contains("Found 6 bytes that cannot be drawn: found HTML text", Assert.Throws<DataException>(() => classifier.Classify(File.ReadAllBytes(mixed[1]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void In_batches_to_measure_by_each_picture_has_the_label_of_its_own_place()
    {
        (string[] files, _) = WriteTestSet();
        _folder.Write("page.jpg", "<html>"u8.ToArray());
        string page = _folder.At("page.jpg");
        List<string> told = [];
        using DisposeScope scope = torch.NewDisposeScope();
        using Classifier classifier = Classifier.Open(StoredStage.Open(Result.Folder), OnProcessor, batchSize: 2);
        Assert.Equal([0, 1, 2, 0, 1], LabelsOf([.. files[..5]]));
        Assert.Empty(told);
        Assert.Equal([0, 1, 0, 1], LabelsOf([files[0], files[1], page, files[3], files[4]]));
        Assert.Equal([page], told);

        long[] LabelsOf(ImmutableArray<string> asked) =>
            [.. classifier.Batches(asked, [0, 1, 2, 0, 1], (file, _) => told.Add(file)).SelectMany(batch => batch.Labels.data<long>().ToArray())];
    }

    [Fact]
    public void Shifts_move_the_answers_by_Bayes_rule()
    {
        (string[] files, _) = WriteTestSet();
        ClassCounts? training = null;
        using Classifier plain = Classifier.Open(Result.Folder, OnProcessor);
        using Classifier moved = Classifier.Open(Result.Folder, OnProcessor with { Shifts = card => [.. Enumerable.Range(0, (training = card.Counts).Classes).Select(label => label == 7 ? Math.Log(5) : 0)] });
        Assert.Equal(TinySet.Counts, training!.ToImmutableArray());
        float[] before = [.. plain.Classify(files[0]).Probabilities], after = [.. moved.Classify(files[0]).Probabilities];
        before[7] *= 5;
        float sum = before.Sum();
        Assert.Equal(before.Select(belief => belief / sum), after, (one, other) => Math.Abs(one - other) < 1e-6);
        Assert.Throws<ArgumentException>(() => Classifier.Open(Result.Folder, OnProcessor with { Shifts = _ => [1] }));
    }

    [Fact]
    public void It_outlives_the_scope_it_is_opened_in_and_leaves_no_tensor_behind()
    {
        (string[] files, _) = WriteTestSet();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Classifier classifier;
        using (torch.NewDisposeScope()) classifier = Classifier.Open(Result.Folder, OnProcessor);
        using (classifier)
        {
            Classification first = classifier.Classify(files[0]);
            long warm = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            for (int i = 0; i < 20; i++) Assert.Equal(first.Probabilities, classifier.Classify(files[0]).Probabilities);
            Assert.Equal(warm, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        classifier.Dispose();
        Assert.Throws<ObjectDisposedException>(() => classifier.Classify(files[0]));
        Assert.Throws<ArgumentNullException>(() => classifier.Classify((string)null!));
    }

    /// <summary>Networks of every kind: two branches, memories, cosines, heads made without training.</summary>
    [Fact]
    public void Every_method_leaves_a_network_that_can_be_asked()
    {
        (string[] files, _) = WriteTestSet();
        Assert.All(MethodCatalog.All, entry =>
        {
            string folder = whole.Of(Fitting.Of(entry.Name, TinySet.ClassCounts)).Last().Folder;
            Predictions expected = CheckpointEvaluator.Evaluate(folder, TestData, new() { Device = ComputeDevice.Cpu }).Predictions;
            using Classifier classifier = Classifier.Open(folder, OnProcessor with { BatchSize = 256 });   // as measuring has it
            Assert.Equal(expected.Predicted, classifier.Classify(files).Select(answer => answer.Classification!.Best.Label));
        });
    }

    [Fact]
    public void A_folder_without_a_network_is_refused() => Assert.Throws<ModelFileException>(() => Classifier.Open(_folder.At("."), OnProcessor));

    [Fact]
    public void Classes_are_told_best_first_and_of_equal_ones_the_lower_label()
    {
        Classification said = new(["a", "b", "c"], [0.25f, 0.5f, 0.25f]);
        Assert.Equal([new(1, "b", 0.5f), new(0, "a", 0.25f), new(2, "c", 0.25f)], said.Top(9));
        Assert.Equal(1, said.Best.Label);
        Assert.Throws<ArgumentOutOfRangeException>(() => said.Top(0));
    }

    static ClassifierOptions OnProcessor => new() { Device = ComputeDevice.Cpu };

    string TestData
    {
        get
        {
            TinySet.Write(_folder.At("mnist"));
            return _folder.At("mnist");
        }
    }

    (string[] Files, Predictions Expected) WriteTestSet()
    {
        Predictions expected = CheckpointEvaluator.Evaluate(Result.Folder, TestData, new() { Device = ComputeDevice.Cpu }).Predictions;
        ResidentImageSet test = (ResidentImageSet)DataCatalog.Open(Result.Stage.Data, TestData, cancel: TestContext.Current.CancellationToken).Test;
        return (TestPictures.Write(_folder, test), expected);
    }

    static byte[] Plain(int width, int height, SKColor colour) => TestPictures.Png(width, height, SKColorType.Rgba8888, [.. Enumerable.Repeat(new[] { colour.Red, colour.Green, colour.Blue, (byte)255 }, width * height).SelectMany(pixel => pixel)]);
}
