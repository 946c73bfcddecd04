namespace LongTail.Tests.House;

/// <summary>Tensors are born and die in few places, so that losses, methods and networks are plain expressions (ARCHITECTURE.md).</summary>
public sealed class DisposeScopeTests
{
    static readonly Dictionary<string, string> Allowed = new()
    {
        ["Networks/ResidualBlock.cs"] = "A block's activations are autograd's from then on; one tensor moves out.",
        ["Networks/BasicBlock.cs"] = "As for ResidualBlock.",
        ["Networks/Bottleneck.cs"] = "As for ResidualBlock.",
        ["Networks/ImageNetStages.cs"] = "As for ResidualBlock, of what comes before the blocks.",
        ["Networks/FrozenNetwork.cs"] = "A teacher's activations die with the call; one tensor moves out.",
        ["Networks/Initialization.cs"] = "Drawn numbers are copied into the weight.",
        ["Networks/ChannelsLast.cs"] = "The old layout's weights die when the new ones are in place.",
        ["Networks/CosineLayer.cs"] = "Weights are normalised once, in place.",
        ["Stages/BatchSum.cs"] = "A scope per batch of a sum over all images of a set; the sum moves out.",
        ["Stages/Teacher.cs"] = "What was asked about dies with the call; the answer moves to the scope of the batch.",
        ["Methods/ExpertBelief.cs"] = "The training images and what experts say of them die once they are read, before the first step.",
        ["Training/"] = "A scope per stage, epoch and step.",
        ["Evaluation/"] = "A scope per batch.",
        ["Runs/"] = "A scope per stage.",
        ["Prediction/Classifier.cs"] = "The network outlives the scope it is built in; a scope per batch that it is asked about.",
        ["Store/"] = "A scope per file read or written.",
    };

    [Fact]
    public void Scopes_are_opened_only_where_tensors_are_meant_to_die()
    {
        string[] faults = [.. Repository.SourcesOf(Repository.Library)
            .Where(path => !Allowed.Keys.Any(place => path.StartsWith(place, StringComparison.Ordinal)) && Text(path).Contains("NewDisposeScope", StringComparison.Ordinal))
            .Select(path => $"{path} opens a dispose scope: leave that to the caller, or add the file to DisposeScopeTests with the reason.")];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Every_file_on_the_list_is_there_and_opens_one()
    {
        foreach (string path in Allowed.Keys.Where(place => place.EndsWith(".cs", StringComparison.Ordinal)))
            Assert.True(File.Exists(Path.Combine(Repository.Library, path)) && Text(path).Contains("NewDisposeScope", StringComparison.Ordinal), $"{path} needs no place on the list of DisposeScopeTests.");
    }

    static string Text(string path) => File.ReadAllText(Path.Combine(Repository.Library, path));
}
