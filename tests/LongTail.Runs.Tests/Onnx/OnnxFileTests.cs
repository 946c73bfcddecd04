using System.Collections.Immutable;
using System.Text.Json;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Onnx;
using LongTail.Prediction;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;
using LongTail.Tests.Prediction;
using LongTail.Tests.Runs;

namespace LongTail.Tests.Onnx;

/// <summary>What is written of a trained network answers, in another program's runtime, as the network does.</summary>
public sealed class OnnxFileTests(WholeRuns whole) : IDisposable
{
    readonly TempFolder _folder = new();

    StageResult Result => whole.Of(new CrossEntropy()).Single();

    public void Dispose() => _folder.Dispose();

    /// <summary>Networks of every kind: two branches, memories, cosines, heads made without training.</summary>
    [Fact]
    public void Every_method_leaves_a_network_that_can_be_written()
    {
        string[] files = Pictures();
        Assert.All(MethodCatalog.All, entry =>
        {
            string stage = whole.Of(Fitting.Of(entry.Name, TinySet.ClassCounts)).Last().Folder, path = _folder.At($"{entry.Name}.onnx");
            OnnxDescription written = OnnxFile.Write(stage, path);
            Assert.Equal((new(28, 28, 1), 28, 0), (written.View.Shape, written.View.ShorterSide, written.View.PackedSide));
            Assert.Equal(new FileInfo(path).Length, written.Bytes);
            AssertSame(stage, path, files, new());
        });
    }

    [Theory, InlineData(StoredWeights.Last), InlineData(StoredWeights.Best)]
    public void Either_weights_can_be_written_and_the_answers_moved(StoredWeights weights)
    {
        Func<ModelCard, IReadOnlyList<double>> shifts = card => PriorCorrection.Shifts(TestPrior.Uniform.Of(card.Counts), [.. card.TrainingImages.Select(count => (double)count)], 1);
        string path = _folder.At("moved.onnx");
        OnnxFile.Write(Result.Folder, path, new() { Weights = weights, Shifts = shifts });
        AssertSame(Result.Folder, path, Pictures(), new() { Weights = weights, Shifts = shifts });
        using OnnxSession session = new(path);
        Assert.Equal(weights == StoredWeights.Last ? "last" : "best on test", session.Metadata.CustomMetadataMap["weights"]);
        Assert.Equal(10, JsonSerializer.Deserialize<double[]>(session.Metadata.CustomMetadataMap["shifts"])!.Length);
    }

    [Fact]
    public void A_class_can_be_ruled_out_and_what_cannot_be_added_is_refused()
    {
        OnnxFile.Write(Result.Folder, _folder.At("nine.onnx"), new() { Shifts = RuledOut });
        AssertSame(Result.Folder, _folder.At("nine.onnx"), Pictures(), new() { Shifts = RuledOut });
        using OnnxSession session = new(_folder.At("nine.onnx"));
        Assert.StartsWith("[0,0,0,\"-Infinity\",0", session.Metadata.CustomMetadataMap["shifts"], StringComparison.Ordinal);

        foreach (double[] shifts in (double[][])[[1], [0, 0, 0, 0, 0, 0, 0, 0, 0, double.NaN], [1e300, 0, 0, 0, 0, 0, 0, 0, 0, 0]])
            Assert.StartsWith("Found shifts of ", Assert.Throws<ArgumentException>(() => OnnxFile.Write(Result.Folder, _folder.At("none.onnx"), new() { Shifts = _ => shifts })).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.At("none.onnx")));
        Assert.Throws<ArgumentNullException>(() => OnnxFile.Write(null!, "none.onnx"));

        static double[] RuledOut(ModelCard card) => [.. card.ClassNames.Select((_, label) => label == 3 ? double.NegativeInfinity : 0)];
    }

    [Fact]
    public void The_file_says_what_one_needs_to_use_it()
    {
        string path = _folder.At("ce.onnx");
        OnnxFile.Write(Result.Folder, path);
        using OnnxSession session = new(path);
        Assert.Equal([-1, 28, 28, 1], session.Inputs[OnnxFile.Pixels].Dimensions);
        Assert.Equal(typeof(byte), session.Inputs[OnnxFile.Pixels].ElementType);
        Assert.Equal([OnnxFile.Logits, OnnxFile.Probabilities], session.Outputs.Keys);
        Assert.All(session.Outputs.Values, output => Assert.Equal([-1, 10], output.Dimensions));
        Dictionary<string, string> said = session.Metadata.CustomMetadataMap;
        Assert.Equal(Result.ClassNames, JsonSerializer.Deserialize<ImmutableArray<string>>(said["class_names"]));
        Assert.Equal(TinySet.Counts, JsonSerializer.Deserialize<ImmutableArray<int>>(said["training_images"]));
        Assert.Equal(("28", "28", "grey", "28", "ce", "mnist", "last", Result.Stage.Key.Hex),
            (said["height"], said["width"], said["colours"], said["resize_shorter_side"], said["method"], said["data"], said["weights"], said["stage"]));
        Assert.False(said.ContainsKey("shifts"));
        Assert.Equal("LongTail", session.Metadata.ProducerName);
        Assert.Contains("pixels: bytes, [N, 28, 28, 1], 0 to 255, upper row first, grey: a picture upright, on white,", session.Metadata.Description, StringComparison.Ordinal);
    }

    [Theory, InlineData(0, Precision.Float32), InlineData(48, Precision.Float32), InlineData(0, Precision.BFloat16)]
    public void Networks_of_photographs_see_them_as_when_they_were_measured(int packedSide, Precision precision)
    {
        for (int i = 0; i < 30; i++) _folder.Write($"data/{(i % 3 == 0 ? "cat" : "dog")}/{i:00}.jpg", PictureFiles.Read(PictureFiles.Whole[i % PictureFiles.Whole.Length]));
        RunEnvironment here = Workshop.EnvironmentIn(_folder.At("run")) with { DataFolder = _folder.At("data") };
        Recipe recipe = Workshop.Recipe(new CrossEntropy()) with
        {
            Data = new() { Set = PictureSets.Folders, Pictures = new() { Size = 33, ShorterSide = 40, PackedSide = packedSide } },
            Network = new ImageNetResNet { Depth = 10, Precision = precision },
            Augmentation = new() { CropPadding = 0, ResizedCrop = new(), Normalization = Normalization.ImageNet },
            BatchSize = 8,
        };
        string stage = new StageRunner(here).Run(RunPlan.Of([recipe], here), TestContext.Current.CancellationToken)[0].Folder, path = _folder.At("photographs.onnx");
        OnnxDescription written = OnnxFile.Write(stage, path);
        Assert.Equal((new(33, 33, 3), 40, packedSide), (written.View.Shape, written.View.ShorterSide, written.View.PackedSide));
        AssertSame(stage, path, Directory.GetFiles(_folder.At("data"), "*.jpg", SearchOption.AllDirectories), new() { Precision = Precision.Float32 });
    }

    [Fact]
    public void What_is_no_network_is_refused_and_what_was_there_stays()
    {
        _folder.Write("old.onnx", "old"u8.ToArray());
        Assert.Throws<ModelFileException>(() => OnnxFile.Write(_folder.At("."), _folder.At("old.onnx")));
        Assert.Equal("old", File.ReadAllText(_folder.At("old.onnx")));
        Assert.Throws<StorageException>(() => OnnxFile.Write(Result.Folder, _folder.At("none/ce.onnx")));
    }

    static void AssertSame(string stage, string path, string[] files, ClassifierOptions options)
    {
        using Classifier classifier = Classifier.Open(stage, options with { Device = ComputeDevice.Cpu });
        float[] expected = [.. classifier.Classify(files).SelectMany(answer => answer.Classification!.Probabilities)];
        using OnnxSession session = new(path);
        PictureView view = PictureView.FromMetadata(session.Metadata.CustomMetadataMap);
        (_, float[] probabilities) = session.Ask([.. files.SelectMany(view.Read)], files.Length);
        Assert.Equal(expected, probabilities, (one, other) => Math.Abs(one - other) < 1e-4);
    }

    string[] Pictures()
    {
        TinySet.Write(_folder.At("mnist"));
        ResidentImageSet test = (ResidentImageSet)DataCatalog.Open(Result.Stage.Data, _folder.At("mnist"), cancel: TestContext.Current.CancellationToken).Test;
        return TestPictures.Write(_folder, test);
    }
}
