using System.Collections.Immutable;
using LongTail.Cli.Commands;
using LongTail.Cli.Tests.Fakes;
using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Recipes;
using LongTail.Runs;
using LongTail.Stages;
using LongTail.Store;
using SkiaSharp;
using static TorchSharp.torch;

namespace LongTail.Cli.Tests.Recipes;

/// <summary>The recipes of the large sets train, teacher and student, from pictures under each set's layout; few and small ones. benchmarks/replica.py writes larger replicas.</summary>
public sealed class LargeSetTrainingTests
{
    static readonly ImmutableArray<int> s_counts = [7, 3, 1];

    [Theory]
    [InlineData("imagenet-lt-bkd", "bkd", "train/n{0:00000000}/n{0:00000000}_{1}.JPEG", "val/n{0:00000000}/ILSVRC2012_val_{1:00000000}.JPEG")]
    [InlineData("imagenet-lt-oltr", "oltr", "train/n{0:00000000}/n{0:00000000}_{1}.JPEG", "val/n{0:00000000}/ILSVRC2012_val_{1:00000000}.JPEG")]
    [InlineData("inaturalist2018-bkd", "bkd", "train_val2018/Aves/{0}/{1:00000000}.jpg", "train_val2018/Aves/{0}/{1:00000000}v.jpg")]
    [InlineData("places-lt-bkd", "bkd", "train/a_{0}/{1:00000000}.jpg", "val/a_{0}/Places365_val_{1:00000000}.jpg")]
    [InlineData("places-lt-oltr", "oltr", "train/a_{0}/{1:00000000}.jpg", "val/a_{0}/Places365_val_{1:00000000}.jpg")]
    public void A_recipe_trains_two_epochs_from_disk(string name, string method, string train, string test)
    {
        using TextFolder folder = new();
        WriteList(folder, "train.txt", train, s_counts);
        WriteList(folder, "test.txt", test, [2, 2, 2]);
        int batch = name == "imagenet-lt-oltr" ? 12 : 4;   // four pictures of one class that are all the same have no variance to be normalised by, and it trains all layers
        Recipe recipe = RecipeBinder.Bind(CommonOptions.Recipe(name,
            ["data.set=list", "data.train=train.txt", "data.test=test.txt", "data.size=32", "data.resize=36", "epochs=2", $"batchSize={batch}"]));
        if (recipe.Pretrained is { } start) WriteWeights(recipe.Network, Path.Combine(folder.Path, start.File));
        RunEnvironment environment = new() { OutputFolder = Path.Combine(folder.Path, "out"), DataFolder = folder.Path, Threads = 1, Device = ComputeDevice.Cpu };

        ImmutableArray<StageResult> results = new StageRunner(environment).Run(RunPlan.Of([recipe], environment), TestContext.Current.CancellationToken);
        Assert.Equal(["ce", method], results.Select(result => result.Stage.Method));
        Assert.All(results, result =>
        {
            Assert.Equal(result.Stage.Method == "oltr" && name == "imagenet-lt-oltr" ? 4 : 2, result.History.Length);
            Assert.Equal(6, result.Last.Evaluation!.Images.Sum());
            Assert.Equal([.. s_counts], result.Counts.ToImmutableArray());
        });
    }

    // As in table 3: of a network that knows something already, the last block, the layer of features and the head are trained.
    [Fact]
    public void LFME_has_its_layer_of_features_on_pretrained_weights()
    {
        using TextFolder folder = new();
        WriteList(folder, "train.txt", "train/a_{0}/{1:00000000}.jpg", s_counts);
        WriteList(folder, "test.txt", "val/a_{0}/{1:00000000}.jpg", [2, 2, 2]);
        Recipe recipe = RecipeBinder.Bind(CommonOptions.Recipe("places-lt-ce",
            ["data.set=list", "data.train=train.txt", "data.test=test.txt", "data.size=32", "data.resize=36", "epochs=2", "batchSize=4", "network.name=resnet50", "optimizer.learningRate=0.01",
                "method.name=lfme", "method.features=8", "method.experts=few"]));
        WriteWeights(recipe.Network, Path.Combine(folder.Path, recipe.Pretrained!.File));
        RunEnvironment environment = new() { OutputFolder = Path.Combine(folder.Path, "out"), DataFolder = folder.Path, Threads = 1, Device = ComputeDevice.Cpu };
        ImmutableArray<StageResult> results = new StageRunner(environment).Run(RunPlan.Of([recipe], environment), TestContext.Current.CancellationToken);
        Assert.Equal(["expert-few", "lfme"], results.Select(result => result.Stage.Method));
        Assert.All(results, result =>
        {
            using NamedTensors weights = StoredStage.Open(result.Folder).ReadWeights(StoredWeights.Last);
            Assert.Equal([8, 2048], weights.Tensors["fc_add.weight"].shape);
            Assert.Equal([3, 8], weights.Tensors["fc.weight"].shape);
            Assert.All(result.History, epoch => Assert.True(double.IsFinite(epoch.Loss)));
        });
    }

    static void WriteList(TextFolder folder, string list, string pattern, ImmutableArray<int> counts)
    {
        List<string> lines = [];
        for (int label = 0; label < counts.Length; label++)
            for (int i = 0; i < counts[label]; i++)
            {
                string path = string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, label, lines.Count + 1);
                lines.Add($"{path} {label}");
                string file = Path.Combine(folder.Path, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                using SKBitmap bitmap = new(60 + 5 * i, 45);
                bitmap.Erase(new((byte)(80 * label), (byte)(30 * i), 120));
                using SKData jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
                File.WriteAllBytes(file, jpeg.ToArray());
            }
        folder.Write(list, string.Join('\n', lines) + "\n");
    }

    // As published weights come: for ImageNet's 1,000 classes.
    static void WriteWeights(NetworkSpec spec, string file)
    {
        using var scope = NewDisposeScope();
        using Network network = spec.Build(3, 1000, new(1));
        using (no_grad())
            foreach (var (name, weight) in network.named_parameters().Where(item => item.name.EndsWith("bn3.weight", StringComparison.Ordinal))) weight.fill_(0.1);   // fifty blocks that have learnt nothing would overflow
        using NamedTensors weights = NetworkWeights.Snapshot(network);
        using FileStream stream = File.Create(file);
        SafetensorsWriter.Write(stream, weights.Tensors);
    }
}
