using LongTail.Foundation;
using LongTail.Store;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Store;

public sealed class PretrainedWeightsTests
{
    [Fact]
    public void The_first_bytes_tell_the_format_and_not_the_name()
    {
        using TempFolder folder = new();
        using DisposeScope scope = NewDisposeScope();
        using (FileStream file = File.Create(folder["weights.pth"])) SafetensorsWriter.Write(file, new Dictionary<string, Tensor> { ["a"] = ones(3) });
        File.Copy(TorchBytes.PathOf("plain"), folder["weights.safetensors"]);
        using NamedTensors safe = PretrainedWeights.Read(folder["weights.pth"]), torch = PretrainedWeights.Read(folder["weights.safetensors"]);
        Assert.Equal(["a"], safe.Tensors.Keys);
        Assert.Contains("conv.weight", torch.Tensors.Keys);
    }

    [Theory, InlineData("nan", true), InlineData("nan", false)]
    public void Whether_weights_must_be_finite_is_the_callers_choice(string file, bool requireFinite)
    {
        Action read = () => PretrainedWeights.Read(TorchBytes.PathOf(file), requireFinite).Dispose();
        if (requireFinite) Assert.Throws<ModelFileException>(read);
        else read();
    }

    [Fact]
    public void Files_of_before_version_1_6_are_refused_with_their_conversion()
    {
        string message = Assert.Throws<ModelFileException>(() => PretrainedWeights.Read(TorchBytes.PathOf("legacy"))).Message;
        Assert.Contains("a Python pickle (old PyTorch .pt or .pth, .pkl)", message, StringComparison.Ordinal);
        Assert.Contains("torch.save(torch.load(file, weights_only=True), \"weights.pth\")", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_folders_and_nonsense_are_refused()
    {
        using TempFolder folder = new();
        File.WriteAllBytes(folder["empty"], []);
        File.WriteAllBytes(folder["text"], [.. "<html>not found</html>"u8]);
        foreach (string path in (string[])[folder["nothere"], folder.Path, folder["empty"], folder["text"]])
            Assert.StartsWith(path, Assert.Throws<ModelFileException>(() => PretrainedWeights.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_folders_reader_still_refuses_archives() =>
        Assert.Contains("zip archive", Assert.Throws<ModelFileException>(() => SafetensorsReader.Read(TorchBytes.PathOf("plain"))).Message, StringComparison.Ordinal);
}
