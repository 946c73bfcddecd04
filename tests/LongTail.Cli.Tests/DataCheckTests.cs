using System.Globalization;
using System.Text.Json;
using LongTail.Cli.Tests.Fakes;
using LongTail.Data;
using LongTail.Pictures;
using LongTail.Runs;
using SkiaSharp;

namespace LongTail.Cli.Tests;

/// <summary>data check and data lists, on class folders as people have them.</summary>
public sealed class DataCheckTests : IDisposable
{
    readonly TextFolder _folder = new();

    public DataCheckTests()
    {
        for (int i = 0; i < 6; i++) Picture($"cat/{i}.png", i);
        for (int i = 0; i < 4; i++) Picture($"dog's/{i}.jpg", 10 + i);
    }

    public void Dispose() => _folder.Dispose();

    string Photos => Path.Combine(_folder.Path, "photos");

    [Fact]
    public void Sound_pictures_are_counted_and_the_end_is_good()
    {
        ConsoleRun run = ConsoleRun.Of(["data", "check", "--data", Photos, "--set", "data.testFraction=0.3"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal("""
            folders: 7 pictures to train on, 3 to measure on
            2 classes of 4 to 3 training pictures (1.3:1): 0 many, 0 medium, 2 few
            formats: 6 Png, 4 Jpeg; sizes: 12 x 10 to 12 x 10, median 12 x 10
            every picture can be drawn

            """, run.Out);
    }

    [Fact]
    public void A_plan_tells_how_large_the_packs_will_be()
    {
        string[] arguments = ["plan", "fashion-lt-ce", "--set", "data.set=folders", "--set", "network.name=resnet10", "--set", "data.size=8", "--set", "data.packedSide=10", "--data", Photos, "--out", Path.Combine(_folder.Path, "out")];
        ConsoleRun run = ConsoleRun.Of(arguments, null, host => host with { Library = host.Library with { Plan = RunPlan.Of } });
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("Packed pictures: 8 at a shorter side of 10 pixels, about 0.01 GiB, to be built: ", run.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        JsonElement[] packs = [.. JsonElement.Parse(ConsoleRun.Of([.. arguments, "--json"], null, host => host with { Library = host.Library with { Plan = RunPlan.Of } }).Out).GetProperty("packs").EnumerateArray()];
        Assert.Equal([8, 2], packs.Select(pack => pack.GetProperty("pictures").GetInt32()));
        Assert.All(packs, pack => Assert.False(pack.GetProperty("isThere").GetBoolean()));
    }

    // Each fault behind a header that looks well: training would stop in the middle of an epoch.
    [Fact]
    public void Damaged_pictures_are_listed_and_end_in_the_code_for_data()
    {
        byte[] whole = File.ReadAllBytes(Picture("cat/cut.png", 77));
        File.WriteAllBytes(Path.Combine(Photos, "cat", "cut.png"), whole[..(whole.Length - 30)]);
        string table = Path.Combine(_folder.Path, "found.csv");
        ConsoleRun run = ConsoleRun.Of(["data", "check", "--data", Photos, "--table", table]);
        Assert.Equal((3, ""), (run.Code, run.Error));
        Assert.Contains("damaged: 1 (1 Truncated)\n  cat/cut.png: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("longtail data lists --check writes lists without them", run.Out, StringComparison.Ordinal);
        string[] lines = File.ReadAllLines(table);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("\"cat/cut.png\",\"Truncated\",", lines[1], StringComparison.Ordinal);
    }

    // Decoders paint the missing pixels grey and go on, and so does training.
    [Fact]
    public void A_JPEG_whose_pixels_are_partly_gone_is_found_though_decoders_take_it()
    {
        byte[] whole = File.ReadAllBytes(Picture("cat/grey.jpg", 77));
        int scan = whole.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]) + 14;
        File.WriteAllBytes(Path.Combine(Photos, "cat", "grey.jpg"), [.. whole[..(scan + (whole.Length - scan) / 4)], .. whole[^2..]]);
        ConsoleRun run = ConsoleRun.Of(["data", "check", "--data", Photos]);
        Assert.Equal((3, ""), (run.Code, run.Error));
        Assert.Contains("damaged: 1 (1 Damaged)\n  cat/grey.jpg: found damaged pixels: a scan that ends before its last block, at byte ", run.Out, StringComparison.Ordinal);
        string to = Path.Combine(_folder.Path, "lists");
        Assert.Equal(0, ConsoleRun.Of(["data", "lists", "--data", Photos, "--to", to, "--check"]).Code);
        Assert.Contains("cat/grey.jpg", File.ReadAllText(Path.Combine(to, "left-out.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_of_a_list_and_web_pages_are_damaged_pictures()
    {
        _folder.Write("photos/cat/page.jpg", "<!DOCTYPE html><html></html>");
        _folder.Write("photos/cat/empty.jpg", "");
        _folder.Write("photos/train.txt", "cat/0.png 0\ncat/1.png 0\ncat/gone.png 0\ncat/page.jpg 0\ncat/empty.jpg 0\ndog's/0.jpg 1\ndog's/1.jpg 1\n");
        string[] list = ["--data", Photos, "--set", "data.set=list", "--set", "data.train=train.txt"];
        ConsoleRun run = ConsoleRun.Of(["data", "check", .. list]);
        Assert.Equal(3, run.Code);
        Assert.Contains("damaged: 3 (1 Empty, 1 Missing, 1 ", run.Out, StringComparison.Ordinal);

        // The limit that class folders have, by option.
        ConsoleRun refused = ConsoleRun.Of(["data", "lists", "--to", _folder.Path, .. list, "--set", "data.mostUnreadable=0.1"]);
        Assert.Equal(3, refused.Code);
        Assert.Contains("Found 3 unreadable picture(s) of 7", refused.Error, StringComparison.Ordinal);
        ConsoleRun looked = ConsoleRun.Of(["data", "check", .. list, "--set", "data.mostUnreadable=0.1"]);
        Assert.Equal(3, looked.Code);
        Assert.Contains("damaged: 3 (1 Empty, 1 Missing, 1 ", looked.Out, StringComparison.Ordinal);
        ConsoleRun without = ConsoleRun.Of(["data", "check", .. list, "--set", "data.mostUnreadable=0.5"]);
        Assert.Equal((0, ""), (without.Code, without.Error));
        Assert.Contains("left out: 3 (1 Empty, 1 Missing, 1 ", without.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Above_the_limit_of_unreadable_pictures_all_are_counted_and_listed_all_the_same()
    {
        for (int i = 0; i < 7; i++) _folder.Write($"photos/cat/empty{i}.jpg", "");
        string table = Path.Combine(_folder.Path, "found.csv");
        ConsoleRun run = ConsoleRun.Of(["data", "check", "--data", Photos, "--table", table]);
        Assert.Equal((3, ""), (run.Code, run.Error));
        Assert.Contains("damaged: 7 (7 Empty)", run.Out, StringComparison.Ordinal);
        Assert.Equal(8, File.ReadAllLines(table).Length);
        string to = Path.Combine(_folder.Path, "lists");
        Assert.Equal(3, ConsoleRun.Of(["data", "lists", "--data", Photos, "--to", to]).Code);
        ConsoleRun lists = ConsoleRun.Of(["data", "lists", "--data", Photos, "--to", to, "--check"]);
        Assert.Equal(0, lists.Code);
        Assert.Contains("7 file(s) were left out (7 Empty)", lists.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_files_are_told_and_what_they_spoil()
    {
        File.Copy(Path.Combine(Photos, "cat", "0.png"), Path.Combine(Photos, "dog's", "same.png"));
        for (int i = 0; i < 8; i++) File.Copy(Path.Combine(Photos, "cat", "1.png"), Path.Combine(Photos, "cat", $"copy{i}.png"));
        ConsoleRun run = ConsoleRun.Of(["data", "check", "--data", Photos]);
        Assert.Equal(0, run.Code);
        Assert.Contains("equal files, two classes: 1 group(s) of 2 pictures, such as ", run.Out, StringComparison.Ordinal);
        Assert.Contains("equal files, training and test: 1 group(s) of 9 pictures", run.Out, StringComparison.Ordinal);

        using JsonDocument json = JsonDocument.Parse(ConsoleRun.Of(["data", "check", "--data", Photos, "--json"]).Out);
        Assert.Equal(["equal files, training and test", "equal files, two classes"], json.RootElement.GetProperty("equal").EnumerateArray().Select(equal => equal.GetProperty("kind").GetString()));
        Assert.Equal(14, json.RootElement.GetProperty("classes")[0].GetProperty("train").GetInt32() + json.RootElement.GetProperty("classes")[0].GetProperty("test").GetInt32());
    }

    [Theory, InlineData(false), InlineData(true)]
    public void What_lists_say_is_read_again_as_it_was(bool csv)
    {
        string to = Path.Combine(_folder.Path, "lists");
        string[] settings = ["--set", "data.profile=exponential", "--set", "data.ratio=2", "--set", "data.testFraction=0.3"];
        ConsoleRun run = ConsoleRun.Of(["data", "lists", "--data", Photos, "--to", to, .. settings, .. Enumerable.Repeat("--csv", csv ? 1 : 0)]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(csv ? ["test.csv", "train.csv"] : ["classes.txt", "test.txt", "train.txt"], Directory.GetFiles(to).Select(path => Path.GetFileName(path)).Order());
        string ending = csv ? "csv" : "txt";
        PictureSource source = new() { Size = 224, TestFraction = 0.3 };
        DataSplit direct = DataCatalog.Open(new() { Set = "folders", Profile = new ExponentialProfile(2), Pictures = source }, Photos);
        DataSplit listed = DataCatalog.Open(
            new() { Set = csv ? "csv" : "list", Pictures = source with { TrainList = Path.Combine(to, "train." + ending), TestList = Path.Combine(to, "test." + ending) } }, Photos);
        Assert.Equal(direct.Fingerprint, listed.Fingerprint);
        Assert.Equal(direct.Counts.ToImmutableArray(), listed.Counts.ToImmutableArray());
        if (csv) Assert.Equal(direct.Train.ClassNames, listed.Train.ClassNames);
        else Assert.Equal(direct.Train.ClassNames, File.ReadAllLines(Path.Combine(to, "classes.txt")));
        Assert.Contains($"--set data.set={(csv ? "csv" : "list")} --set data.train=", run.Out, StringComparison.Ordinal);

        // What it says to train on them with.
        string[] told = [.. run.Out.Split("To train on them: ")[1].Split(", with the same --data.")[0].Split(' ')];
        JsonElement again = JsonElement.Parse(ConsoleRun.Of(["data", "check", "--json", "--data", Photos, .. told]).Out);
        Assert.Equal(direct.Train.ClassNames, again.GetProperty("classes").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()!));
    }

    [Fact]
    public void What_a_profile_needs_is_missing_in_the_settings_where_no_recipe_was_named()
    {
        ConsoleRun run = ConsoleRun.Of(["data", "lists", "--data", Photos, "--to", Path.Combine(_folder.Path, "lists"), "--set", "data.profile=pareto"]);
        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Contains("--set: data.largest: found nothing, expected", run.Error, StringComparison.Ordinal);
    }

    // The program runs without ICU, which knows Unicode's normal forms.
    [Fact]
    public void Classes_that_differ_in_the_spelling_of_an_accent_alone_are_refused_by_the_program_too()
    {
        if (OperatingSystem.IsMacOS()) return;
        Assert.True(AppContext.TryGetSwitch("System.Globalization.Invariant", out bool invariant) && invariant);
        Picture("caf\u00e9/0.png", 1);
        Picture("cafe\u0301/0.png", 2);
        ConsoleRun run = ConsoleRun.Of(["data", "check", "--data", Photos]);
        Assert.Equal((3, ""), (run.Code, run.Out));
        Assert.Contains("the spelling of accents alone", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_around_the_class_folders_is_told()
    {
        ConsoleRun run = ConsoleRun.Of(["data", "check", "--data", _folder.Path]);
        Assert.Equal((3, ""), (run.Code, run.Out));
        Assert.Contains($"Found one class, photos, in {_folder.Path}, and folders in it", run.Error, StringComparison.Ordinal);
        Assert.Contains($"--data {Photos}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_without_a_group_are_counted()
    {
        ConsoleRun run = ConsoleRun.Of(["data", "check", "--data", Photos, "--set", "data.groupBy=^cat/([01])"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("data.groupBy finds no group in 8 of 10 paths; each of them is a group by itself.\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("Found none of 10 paths in which data.groupBy patient finds a group", ConsoleRun.Of(["data", "check", "--data", Photos, "--set", "data.groupBy=patient"]).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cat/0.png 0\ndog's/0.jpg 1\n", "cat/1.png 0\ncat/./0.png 0\n", "Found 1 picture(s) in train.txt and in test.txt, expected none that is trained on and measured on: cat/0.png.")]
    [InlineData("cat/0.png 0\ndog's/0.jpg 900000\n", "cat/1.png 0\n", "Found no picture of 899999 label(s) in train.txt")]
    public void Lists_that_contradict_themselves_are_refused(string train, string test, string part)
    {
        _folder.Write("photos/train.txt", train);
        _folder.Write("photos/test.txt", test);
        ConsoleRun run = ConsoleRun.Of(["data", "check", "--data", Photos, "--set", "data.set=list", "--set", "data.train=train.txt", "--set", "data.test=test.txt"]);
        Assert.Equal((3, ""), (run.Code, run.Out));
        Assert.Contains(part, run.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.InRange(run.Error.Length, 1, 2000);
    }

    [Fact]
    public void Annotations_of_the_test_pictures_are_read_by_the_names_of_the_training_annotations()
    {
        _folder.Write("photos/train.json", Annotations("""[{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}]""", ("cat/0.png", 1), ("dog's/0.jpg", 2), ("dog's/1.jpg", 2)));
        _folder.Write("photos/test.json", Annotations("""[{"id": 1, "name": "dog"}]""", ("dog's/2.jpg", 1)));
        ConsoleRun run = ConsoleRun.Of(["data", "check", "--json", "--data", Photos, "--set", "data.set=annotations", "--set", "data.train=train.json", "--set", "data.test=test.json"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal([("cat", 1, 0), ("dog", 2, 1)], JsonElement.Parse(run.Out).GetProperty("classes").EnumerateArray().Select(entry =>
            (entry.GetProperty("name").GetString(), entry.GetProperty("train").GetInt32(), entry.GetProperty("test").GetInt32())));

        static string Annotations(string categories, params (string Path, int Category)[] pictures) =>
            $$"""{"categories": {{categories}}, "annotations": [{{string.Join(", ", pictures.Select(picture => $$"""{"fpath": "{{picture.Path}}", "category_id": {{picture.Category}}}"""))}}]}""";
    }

    [Fact]
    public void The_Pareto_rule_gives_lists_with_its_counts()
    {
        for (int i = 6; i < 40; i++) Picture($"cat/{i}.png", i);
        string to = Path.Combine(_folder.Path, "lists");
        ConsoleRun run = ConsoleRun.Of(["data", "lists", "--data", Photos, "--to", to, "--set", "data.profile=pareto", "--set", "data.power=6", "--set", "data.largest=20", "--set", "data.smallest=2"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal([(0, 20), (1, 2)], File.ReadAllLines(Path.Combine(to, "train.txt")).CountBy(line => int.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture)).Select(count => (count.Key, count.Value)));
    }

    [Fact]
    public void With_a_check_the_damaged_ones_are_not_in_the_lists()
    {
        byte[] whole = File.ReadAllBytes(Picture("cat/cut.png", 77));
        File.WriteAllBytes(Path.Combine(Photos, "cat", "cut.png"), whole[..(whole.Length - 30)]);
        string to = Path.Combine(_folder.Path, "lists");
        ConsoleRun run = ConsoleRun.Of(["data", "lists", "--data", Photos, "--to", to, "--check"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("1 file(s) were left out (1 Truncated); left-out.csv lists them", run.Error, StringComparison.Ordinal);
        string[] listed = [.. File.ReadAllLines(Path.Combine(to, "train.txt")), .. File.ReadAllLines(Path.Combine(to, "test.txt"))];
        Assert.Equal(10, listed.Length);
        Assert.DoesNotContain(listed, line => line.Contains("cut.png", StringComparison.Ordinal));
        Assert.Contains("cat/cut.png", File.ReadAllText(Path.Combine(to, "left-out.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_of_which_nothing_is_readable_is_told_and_no_list_is_written()
    {
        foreach (string name in new[] { "owl/0.png", "owl/1.png" })
        {
            byte[] whole = File.ReadAllBytes(Picture(name, 50));
            File.WriteAllBytes(Path.Combine(Photos, name), whole[..(whole.Length - 30)]);
        }
        string to = Path.Combine(_folder.Path, "lists");
        ConsoleRun run = ConsoleRun.Of(["data", "lists", "--data", Photos, "--to", to, "--check"]);
        Assert.Equal(3, run.Code);
        Assert.Contains("Found no readable training picture of owl (label 2)", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(to));
    }

    [Fact]
    public void A_path_that_no_line_can_hold_is_refused_for_lists_and_quoted_in_tables()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File names have no line breaks there.");
        Picture("cat/two\nlines.png", 60);
        string to = Path.Combine(_folder.Path, "lists");
        ConsoleRun run = ConsoleRun.Of(["data", "lists", "--data", Photos, "--to", to]);
        Assert.Equal(3, run.Code);
        Assert.Contains("Found a line break, or a blank at an end, in the path cat/two?lines.png", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(to));
        Assert.Equal(0, ConsoleRun.Of(["data", "lists", "--data", Photos, "--to", to, "--csv"]).Code);
        ConsoleRun again = ConsoleRun.Of(["data", "check", "--data", Photos, "--set", "data.set=csv", "--set", $"data.train={Path.Combine(to, "train.csv")}", "--set", $"data.test={Path.Combine(to, "test.csv")}"]);
        Assert.Equal((0, ""), (again.Code, again.Error));
        Assert.Contains("every picture can be drawn", again.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_cannot_be_there_is_refused_before_pictures_are_looked_at()
    {
        ConsoleRun run = ConsoleRun.Of(["data", "check", "--data", Photos, "--table", Path.Combine(_folder.Path, "nowhere", "found.csv")]);
        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Contains("in a folder that does not exist", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Interrupted_it_says_that_nothing_was_written()
    {
        string to = Path.Combine(_folder.Path, "lists");
        ConsoleRun run = ConsoleRun.Of(["data", "lists", "--data", Photos, "--to", to, "--check"], change: host => host with
        {
            Listen = interruption =>
            {
                interruption.Request(ExitCode.Interrupted);
                return new StringWriter();
            },
        });
        Assert.Equal((130, ""), (run.Code, run.Out));
        Assert.Equal("Stopping; nothing is written. Once more stops at once.\nInterrupted; nothing was written.\n", run.Error);
        Assert.False(Directory.Exists(to));
    }

    [Fact]
    public void Sets_without_files_of_their_own_are_refused()
    {
        ConsoleRun run = ConsoleRun.Of(["data", "lists", "fashion-lt-ce", "--to", _folder.Path]);
        Assert.Equal(2, run.Code);
        Assert.Contains("whose images are not in files of their own", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, ConsoleRun.Of(["data", "check", "fashion-lt-ce"]).Code);
    }

    // Another number is another picture.
    string Picture(string name, int number)
    {
        string path = Path.Combine(Photos, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using SKBitmap bitmap = new(12, 10);
        for (int i = 0; i < 120; i++) bitmap.SetPixel(i % 12, i / 12, new((byte)(i * 37 + number * 11), (byte)(i * i + number), (byte)(number * 5 + i * 3)));
        using SKData data = bitmap.Encode(name.EndsWith(".jpg", StringComparison.Ordinal) ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png, 90);
        using FileStream file = File.Create(path);
        data.SaveTo(file);
        return path;
    }
}
