using System.Text.Json;
using LongTail.Cli.Tests.Fakes;
using LongTail.Networks;
using LongTail.Prediction;
using LongTail.Runs;

namespace LongTail.Cli.Tests;

public sealed class PredictTests : IDisposable
{
    readonly TextFolder _folder = new();
    readonly string _pictures;

    public PredictTests()
    {
        _pictures = Path.Combine(_folder.Path, "pictures");
        foreach (string name in new[] { "1.png", "2.png", "3.png", "notes.txt" }) _folder.Write($"pictures/{name}", "");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pictures_are_told_with_their_likeliest_classes_and_how_many_there_are_of_each()
    {
        File.Delete(Path.Combine(_pictures, "notes.txt"));   // whose path would be in the text
        Snapshot.Same(Predict("").Out, "predict");
    }

    [Fact]
    public void A_file_that_is_no_picture_is_told_and_decides_the_exit_code()
    {
        ConsoleRun run = Predict("", path => path.EndsWith("2.png", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Data, run.Code);
        Assert.Contains("cannot be drawn: 1 of 3 pictures", run.Out, StringComparison.Ordinal);
        Assert.Contains("2.png: found HTML text.", run.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("1.png", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_has_a_line_for_each_picture_and_is_safe_to_open()
    {
        string file = Path.Combine(_folder.Path, "o.csv");
        ConsoleRun run = Predict($" --csv {file} --top 2", path => path.EndsWith("3.png", StringComparison.Ordinal));
        Assert.DoesNotContain("1.png", run.Out, StringComparison.Ordinal);
        Assert.Equal(
            [
                "path,fault,class,label,probability,class_2,label_2,probability_2",
                "pictures/1.png,,boot,1,0.625,'=shirt,0,0.25",
                "pictures/2.png,,boot,1,0.625,'=shirt,0,0.25",
                "pictures/3.png,found HTML text.,,,,,,",
                $"{_pictures}{Path.DirectorySeparatorChar}notes.txt,\"not asked about: its name has none of the endings .jpg, .jpeg, .png, .webp, .bmp, .gif.\",,,,,,",
            ],
            File.ReadAllLines(file));
    }

    [Fact]
    public void Files_that_are_not_asked_about_are_named()
    {
        for (int i = 0; i < 7; i++) _folder.Write($"pictures/{i}.tiff", "");
        string told = Predict("").Out;
        Assert.Contains("not asked about: 8 file(s) (8 no picture)\n", told, StringComparison.Ordinal);
        string unwrapped = string.Concat(told.Where(letter => !char.IsWhiteSpace(letter)));   // a long path is broken where the line ends
        foreach (int i in new[] { 0, 4 }) Assert.Contains($"{i}.tiff:apictureofaformatthatisnotreadhere", unwrapped, StringComparison.Ordinal);
        Assert.DoesNotContain("5.tiff", told, StringComparison.Ordinal);
        Assert.Contains("and 3 more; --csv and --json tell all", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Probabilities_are_told_to_programs_with_all_their_digits()
    {
        float[] small = [0.99995077f, 4.5e-5f, 1e-12f];
        string file = Path.Combine(_folder.Path, "o.csv");
        string json = Predict($" --json --csv {file}", null, small).Out;
        Assert.Equal(small, JsonElement.Parse(json).GetProperty("pictures")[0].GetProperty("top").EnumerateArray().Select(top => top.GetProperty("probability").GetSingle()));
        string[] cells = File.ReadAllLines(file)[1].Split(',');
        Assert.Equal(small, new[] { cells[4], cells[7], cells[10] }.Select(cell => float.Parse(cell, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_folder_without_pictures_is_an_error_and_writes_no_table()
    {
        string empty = Directory.CreateDirectory(Path.Combine(_folder.Path, "empty")).FullName, file = Path.Combine(_folder.Path, "o.csv");
        ConsoleRun run = ConsoleRun.Of(["predict", "runs/x", empty, "--csv", file]);
        Assert.Equal((ExitCode.Data, false), (run.Code, File.Exists(file)));
        Assert.Contains($"Found no pictures in {empty}, expected picture files", run.Error, StringComparison.Ordinal);
        _folder.Write("empty/photo.heic", "");
        Assert.Contains("(1 other file(s), such as ", ConsoleRun.Of(["predict", "runs/x", empty]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_in_the_place_of_the_network_is_told_to_be_one()
    {
        using PhotoFolder photos = new();
        ConsoleRun run = ConsoleRun.Of(["predict", Path.Combine(photos.Photos, "cat", "1.png"), Path.Combine(_folder.Path)]);
        Assert.Equal(ExitCode.ModelFile, run.Code);
        Assert.Contains("1.png: found a picture, expected the folder of a finished stage. Name the network first, and pictures behind it.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_everything()
    {
        JsonElement json = JsonElement.Parse(Predict(" --json --top 1 --test-prior backward:50 --correct 0.5", path => path.EndsWith("3.png", StringComparison.Ordinal)).Out);
        Assert.Equal(("bkd", "last", "backward:50", 0.5), (json.GetProperty("method").GetString(), json.GetProperty("weights").GetString(), json.GetProperty("prior").GetString(), json.GetProperty("correctedByTau").GetDouble()));
        Assert.Equal("uniform", json.GetProperty("trainedFor").GetString());      // a network of BKD
        JsonElement[] pictures = [.. json.GetProperty("pictures").EnumerateArray()];
        Assert.Equal("[{\"class\":\"boot\",\"label\":1,\"probability\":0.625}]", JsonSerializer.Serialize(pictures[0].GetProperty("top")));
        Assert.Equal("found HTML text.", pictures[2].GetProperty("fault").GetString());
        Assert.EndsWith("notes.txt", json.GetProperty("leftOut")[0].GetProperty("path").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_reach_the_network()
    {
        string? folder = null;
        ClassifierOptions options = new();
        ConsoleRun.Of($"predict runs/x {_pictures} --weights best --device cuda:1 --precision bf16 --threads 3 --test-prior uniform".Split(' '), null, host => host with
        {
            Library = host.Library with
            {
                Classify = (where, how, files) =>
                {
                    (folder, options) = (where, how);
                    return (Card, []);
                },
            },
        });
        Assert.Equal(("runs/x", StoredWeights.Best, "cuda:1", Precision.BFloat16, 3), (folder, options.Weights, options.Device.ToString(), options.Precision, options.Threads));
        Assert.Equal([Math.Log(0.5 / 0.8), Math.Log(0.5 / 0.2)], options.Shifts!(Cards.Of(["shirt", "boot"], [80, 20]) with { Method = "ce" }), (one, other) => Math.Abs(one - other) < 1e-12);
    }

    [Theory]
    [InlineData("predict runs/x", "Required argument 'PICTURE' missing", ExitCode.Usage)]
    [InlineData("predict runs/x PICTURES --top 0", "Found --top 0, expected 1 or more.", ExitCode.Usage)]
    [InlineData("predict runs/x PICTURES --weights first", "expected last or best", ExitCode.Usage)]
    [InlineData("predict runs/x PICTURES --correct 1", "Found --correct without --test-prior", ExitCode.Usage)]
    [InlineData("predict runs/x PICTURES --csv nowhere/at/all.csv", "Found --csv \"nowhere/at/all.csv\" in a folder that does not exist", ExitCode.Usage)]
    [InlineData("predict runs/x PICTURES/none.png", "Found nothing at ", ExitCode.Data)]
    public void Mistakes_are_told_before_the_network_is_opened(string commandLine, string message, int code)
    {
        ConsoleRun run = ConsoleRun.Of(commandLine.Replace("PICTURES", _pictures, StringComparison.Ordinal).Split(' '), null, host => host with
        {
            Library = host.Library with { Classify = (_, _, _) => throw new InvalidOperationException("The network was opened.") },
        });
        Assert.Equal(code, run.Code);
        Assert.Contains(message, run.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    static ModelCard Card => Cards.Of(["=shirt", "boot", "bag"], [200, 50, 10]);

    ConsoleRun Predict(string more, Func<string, bool>? broken = null, float[]? probabilities = null) => ConsoleRun.Of($"predict runs/x {_pictures}{more}".Split(' '), null, host => host with
    {
        Library = host.Library with
        {
            Classify = (_, _, files) => (Card, files.Select(file => Path.GetRelativePath(_folder.Path, file).Replace('\\', '/')).Select(file => broken?.Invoke(file) == true
                ? new ClassifiedFile(file, null, "found HTML text.")
                : new(file, new(Card.ClassNames, [.. probabilities ?? [0.25f, 0.625f, 0.125f]]), null))),
        },
    });
}
