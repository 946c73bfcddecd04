using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using LongTail.Networks;
using LongTail.Store;
using LongTail.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Networks;

/// <summary>Weights as PyTorch saves them, read and used here: the whole way, with random weights. Needs Python with torchvision.</summary>
public sealed class TorchvisionTests(ITestOutputHelper output)
{
    static readonly string? _python = new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(python => Run(python, "-c", "import torchvision") is { Exit: 0 });

    [Theory, Trait("Category", "Slow")]
    [InlineData("resnet18")]
    [InlineData("resnet50")]
    [InlineData("resnet152")]
    [InlineData("resnext50-32x4d")]
    [InlineData("resnet50-caffe")]
    public void A_pth_of_torchvision_gives_the_same_logits_here(string label)
    {
        Assert.SkipUnless(_python is not null, "No Python with torchvision here: apt-get install python3-torchvision.");
        using TempFolder folder = new();
        var made = Run(_python!, Path.Combine(Repository.Root, "tests", "LongTail.Tests", "Golden", "torchvision_weights.py"), folder.Path, label, "7")!.Value;
        Assert.True(made.Exit == 0, made.Output);

        using DisposeScope scope = NewDisposeScope();
        Network network = ImageNetLabels.Spec(label).Build(3, ImageNetLabels.Classes, new(0));
        Stopwatch clock = Stopwatch.StartNew();
        using (NamedTensors weights = PretrainedWeights.Read(folder["weights.pth"])) NetworkWeights.Load(network, weights.Tensors, folder["weights.pth"]);
        double seconds = clock.Elapsed.TotalSeconds;
        ChannelsLast.Apply(network);
        Tensor expected = JsonNode.Parse(File.ReadAllText(folder["logits.json"]))!.Matrix();
        Tensor found = new FrozenNetwork(network).Logits(ChannelsLast.Of(HashedWeights.ImagesOf(2, ImageNetLabels.Side, float32)));
        double worst = (found.to(float64) - expected).abs().max().item<double>();
        output.WriteLine($"{label}: {made.Output.Trim()}; read and loaded in {seconds:0.00} s; logits up to {expected.abs().max().item<double>():0.00}, worst difference {worst:0.0e0}");
        TensorAssert.Close(expected, found, 1e-4, 0);
    }

    static (int Exit, string Output)? Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1" } };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> faults = process.StandardError.ReadToEndAsync();
            string said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, process.ExitCode == 0 ? said : faults.GetAwaiter().GetResult());
        }
        catch (Win32Exception)   // no such program
        {
            return null;
        }
    }
}
