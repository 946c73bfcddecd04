using LongTail.Data;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Onnx;
using LongTail.Prediction;
using LongTail.Runs;
using LongTail.Stages;
using LongTail.Tests.Prediction;
using SkiaSharp;

namespace LongTail.Tests.Onnx;

/// <summary>The program that docs/onnx.md shows.</summary>
public sealed class OnnxExampleTests : IDisposable
{
    const int Side = 32, ShorterSide = 40, PackedSide = 50;

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_the_one_that_is_compiled_here()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "onnx.md"));
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "LongTail.Runs.Tests", "Onnx", "OnnxExample.cs"));
        Assert.Equal(source.Split("#region ONNX\n")[1].Split("#endregion")[0].Trim(), page.Split("```csharp\n")[1].Split("```")[0].Trim());
    }

    [Fact]
    public void It_names_the_class_that_the_network_names()
    {
        for (int i = 0; i < 24; i++) Write(i);
        foreach (string name in PictureFiles.Whole) _folder.Write($"data/dog/{name}", PictureFiles.Read(name));   // transparent, turned, of all sizes
        string[] files = Directory.GetFiles(_folder.At("data"), "*", SearchOption.AllDirectories);
        RunEnvironment here = Workshop.EnvironmentIn(_folder.At("run")) with { DataFolder = _folder.At("data") };
        Recipe recipe = Workshop.Recipe(new CrossEntropy()) with
        {
            Data = new() { Set = PictureSets.Folders, Pictures = new() { Size = Side, ShorterSide = ShorterSide, PackedSide = PackedSide } },
            Network = new CifarResNet { Depth = 8, Width = 4 },
            Augmentation = new() { CropPadding = 2, Normalization = Normalization.ImageNet },
            BatchSize = 8,
        };
        string stage = new StageRunner(here).Run(RunPlan.Of([recipe], here), TestContext.Current.CancellationToken)[0].Folder, path = _folder.At("network.onnx");
        OnnxFile.Write(stage, path);
        using Classifier classifier = Classifier.Open(stage);
        using OnnxExample example = new(path);
        Assert.All(files, file =>
        {
            ClassProbability expected = classifier.Classify(file).Best;
            (string name, float probability) = example.Ask(file);
            Assert.Equal((expected.Name, expected.Probability), (name, probability), (one, other) => one.Item1 == other.Item1 && Math.Abs(one.Item2 - other.Item2) < 1e-4);
        });
    }

    void Write(int number)
    {
        byte[] pixels = [.. Enumerable.Range(0, 2 * Side * Side).SelectMany(i => new[] { (byte)(number * 53 + i), (byte)(number % 3 * 90), (byte)(i / 64 * (7 + number % 2)), (byte)(number % 5 == 0 ? i : 255) })];
        _folder.Write($"data/{(number % 3 == 0 ? "cat" : "dog")}/{number:00}.png", TestPictures.Png(2 * Side, Side, SKColorType.Rgba8888, pixels, SKAlphaType.Unpremul));
    }
}
