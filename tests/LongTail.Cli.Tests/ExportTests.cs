using System.Text.Json;
using LongTail.Cli.Tests.Fakes;
using LongTail.Onnx;
using LongTail.Prediction;
using LongTail.Runs;

namespace LongTail.Cli.Tests;

public sealed class ExportTests : IDisposable
{
    static readonly ModelCard s_card = Cards.Of(["cat", "d\u001bog"], [90, 10]);

    readonly TextFolder _folder = new();
    readonly List<(string Folder, string Path, OnnxOptions Options)> _written = [];

    string File => Path.Combine(_folder.Path, "o.onnx");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_told_what_goes_in_and_what_comes_out()
    {
        ConsoleRun run = Export("");
        Assert.Equal((ExitCode.Done, ""), (run.Code, run.Error));
        Snapshot.Same(run.Out.ReplaceLineEndings(" ").Replace(File, "o.onnx", StringComparison.Ordinal), "export");
        Assert.Equal(("runs/x", File, StoredWeights.Last, true), (_written[0].Folder, _written[0].Path, _written[0].Options.Weights, _written[0].Options.Shifts is null));
    }

    [Fact]
    public void The_answers_are_moved_where_the_classes_come_up_otherwise()
    {
        Assert.Contains("corrected for classes that come up equally often, with tau 2, from those of its training images", Export(" --weights best --test-prior uniform --correct 2 --trained-for training").Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(StoredWeights.Best, _written[0].Options.Weights);
        double[] shifts = [.. _written[0].Options.Shifts!(s_card)];
        Assert.Equal(2 * Math.Log(9), shifts[1] - shifts[0], 1e-9);
    }

    [Fact]
    public void Programs_are_told_the_same()
    {
        JsonElement said = JsonElement.Parse(Export(" --json --test-prior cat=0.5,d\u001bog=0.5").Out);
        Assert.Equal(("bkd", "last", 1000, 1), (said.GetProperty("method").GetString(), said.GetProperty("weights").GetString(), said.GetProperty("bytes").GetInt64(), said.GetProperty("correctedByTau").GetInt32()));
        Assert.Equal([224, 224, 3, 256, 300], ((string[])["height", "width", "channels", "resizeShorterSide", "resizeFirstTo"]).Select(name => said.GetProperty(name).GetInt32()));
        Assert.Equal(["cat", "d\u001bog"], said.GetProperty("classNames").EnumerateArray().Select(name => name.GetString()!));
    }

    [Theory]
    [InlineData("o.pt", "expected a name that ends in .onnx")]
    [InlineData("none/o.onnx", "in a folder that does not exist")]
    [InlineData(".", "expected the path of a file")]
    public void A_name_that_does_not_fit_is_refused_before_anything_is_read(string name, string told)
    {
        ConsoleRun run = Run(["export", "runs/x", Path.Combine(_folder.Path, name)]);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
        Assert.Empty(_written);
    }

    [Fact]
    public void Shares_of_other_classes_are_refused()
    {
        ConsoleRun run = Export(" --test-prior cat=0.5,bird=0.5");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("bird", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_network_is_refused()
    {
        ConsoleRun run = ConsoleRun.Of(["export", _folder.Path, File]);
        Assert.Equal((ExitCode.ModelFile, false), (run.Code, System.IO.File.Exists(File)));
        Assert.Contains("found no trained network", run.Error, StringComparison.Ordinal);
    }

    ConsoleRun Export(string more) => Run([.. $"export runs/x {File}{more}".Split(' ')]);

    ConsoleRun Run(string[] args) => ConsoleRun.Of(args, null, host => host with
    {
        Library = host.Library with
        {
            Export = (folder, path, options) =>
            {
                _written.Add((folder, path, options));
                options.Shifts?.Invoke(s_card);
                return new(path, 1000, s_card, PictureView.FromMetadata(new Dictionary<string, string> { ["height"] = "224", ["width"] = "224", ["colours"] = "RGB", ["resize_shorter_side"] = "256", ["resize_first_to"] = "300" }));
            },
        },
    });
}
