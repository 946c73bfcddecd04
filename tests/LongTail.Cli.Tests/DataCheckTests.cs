using System.Text.Json;
using LongTail.Cli.Tests.Fakes;
using LongTail.Runs;
using SkiaSharp;

namespace LongTail.Cli.Tests;

/// <summary>data check, on class folders as people have them.</summary>
public sealed class DataCheckTests : IDisposable
{
    readonly PhotoFolder _folder = new();

    string Photos => _folder.Photos;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sound_pictures_are_counted_and_the_end_is_good()
    {
        ConsoleRun run = ConsoleRun.Of(["data", "check", "--data", Photos, "--set", "data.testFraction=0.3"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal("""
            folders: 7 pictures to train on, 3 to measure on
            2 classes of 4 to 3 training pictures (1.3:1): 0 many, 0 medium, 2 few
            ╭───────┬───────┬─────────────┬───────────────╮
            │ class │ group │ to train on │ to measure on │
            ├───────┼───────┼─────────────┼───────────────┤
            │ cat   │   few │           4 │             2 │
            │ dog's │   few │           3 │             1 │
            ╰───────┴───────┴─────────────┴───────────────╯
            formats: 6 Png, 4 Jpeg; sizes: 12 x 10 to 12 x 10, median 12 x 10
            every picture can be drawn

            """, run.Out);
    }

    [Fact]
    public void A_picture_that_was_saved_again_is_told_of()
    {
        foreach ((string part, string file, int number) in new[] { ("train/cat", "a.png", 1), ("test/cat", "b.jpg", 1), ("train/cat", "c.png", 2), ("train/dog", "d.jpg", 2), ("train/dog", "e.png", 3), ("test/dog", "f.png", 4) })
            Scene(Path.Combine(_folder.Path, "divided", part, file), number);
        string divided = Path.Combine(_folder.Path, "divided"), table = Path.Combine(_folder.Path, "found.csv");
        ConsoleRun run = ConsoleRun.Of(["data", "check", "--data", divided, "--table", table]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("\nlook alike, training and test: 1 group(s) of 2 pictures, such as train/cat/a.png and test/cat/b.jpg\nlook alike, two classes: 1 group(s) of 2 pictures, such as train/cat/c.png and train/dog/d.jpg\n", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("equal files", run.Out, StringComparison.Ordinal);
        string[] lines = File.ReadAllLines(table);
        Assert.Contains(lines, line => line.StartsWith("test/cat/b.jpg,", StringComparison.Ordinal) && line.Contains("looks like train/cat/a.png.", StringComparison.Ordinal));
        JsonElement alike = JsonElement.Parse(ConsoleRun.Of(["data", "check", "--data", divided, "--json"]).Out).GetProperty("alike");
        Assert.Equal(["look alike, training and test", "look alike, two classes"], alike.EnumerateArray().Select(group => group.GetProperty("kind").GetString()!).Order());

        // A copy of a file is an equal file, and is not told of twice.
        File.Copy(Path.Combine(divided, "train/cat/a.png"), Path.Combine(divided, "train/cat/copy.png"));
        string told = ConsoleRun.Of(["data", "check", "--data", divided]).Out;
        Assert.Contains("\nequal files: 1 group(s) of 2 pictures, such as train/cat/a.png and train/cat/copy.png\n", told, StringComparison.Ordinal);
        Assert.Contains("\nlook alike, training and test: 1 group(s) of 2 pictures,", told, StringComparison.Ordinal);
    }

    // Another number is another scene; JPEG files are saved at half the size.
    static void Scene(string path, int number)
    {
        bool isJpeg = path.EndsWith(".jpg", StringComparison.Ordinal);
        int side = isJpeg ? 40 : 80;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using SKBitmap bitmap = new(side, side);
        using (SKCanvas canvas = new(bitmap))
        {
            canvas.Clear(new((byte)(60 * number), 120, (byte)(255 - 60 * number)));
            using SKPaint paint = new() { Color = new(240, (byte)(50 * number), 30), IsAntialias = true };
            canvas.DrawCircle(side * number / 5f, side / 2f, side / 3f, paint);
        }
        using SKData data = bitmap.Encode(isJpeg ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png, 75);
        using FileStream file = File.Create(path);
        data.SaveTo(file);
    }

    [Fact]
    public void Of_hundreds_of_classes_both_ends_are_shown()
    {
        // Class k of 60 has one picture in the training list, and another one for every fifth class below it.
        List<string> train = [], test = [];
        for (int k = 0; k < 60; k++)
            for (int i = 0; i < 2 + (59 - k) / 5; i++)
            {
                _folder.Picture($"c{k:00}/{i}.png", 60 * i + k);
                (i == 0 ? test : train).Add($"c{k:00}/{i}.png {k}");
            }
        _folder.Write("photos/train.txt", string.Join('\n', train));
        _folder.Write("photos/test.txt", string.Join('\n', test));
        string[] arguments = ["data", "check", "--data", Photos, "--set", "data.set=list", "--set", "data.train=train.txt", "--set", "data.test=test.txt"];
        ConsoleRun run = ConsoleRun.Of(arguments);
        Assert.Equal((0, ""), (run.Code, run.Error));
        string[] rows = [.. run.Out.Split('\n').Where(line => line.StartsWith('│')).Select(line => string.Join(' ', line.Split('│', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))];
        Assert.Equal(1 + 15 + 1 + 15, rows.Length);
        Assert.Equal(("c00 few 12 1", "c14 few 10 1", "...", "c45 few 3 1", "c59 few 1 1"), (rows[1], rows[15], rows[16], rows[17], rows[^1]));
        Assert.Contains("30 classes between them are not shown; --json lists all.\n", run.Out, StringComparison.Ordinal);
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
    [Theory]
    [InlineData("cat/{0}.png 0\ncat/{0}.png 1\n", "Found 6 picture(s) with two labels", "two labels", "line 2: cat/0.png with label 1, at line 1 with 0")]
    [InlineData("cat/{0}.png 0\ncat/{0}.png 0\n", "Found 6 picture(s) listed twice", "listed twice", "line 2: cat/0.png with label 0, at line 1 with 0")]
    [InlineData("../{0}.png 0\n", "Found 6 path(s) that lead out of the data folder", "outside", "line 1: ../0.png")]
    public void What_contradicts_itself_in_lists_is_in_the_table_line_by_line(string lines, string found, string kind, string first)
    {
        string table = Path.Combine(_folder.Path, "wrong.csv"), list = string.Concat(Enumerable.Range(0, 6).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, lines, i)));
        _folder.Write("photos/all.txt", list + "dog's/0.jpg 1\n");
        ConsoleRun run = ConsoleRun.Of(["data", "check", "--data", Photos, "--set", "data.set=list", "--set", "data.train=all.txt", "--table", table]);
        Assert.Equal((3, ""), (run.Code, run.Out));
        Assert.Contains(found, run.Error, StringComparison.Ordinal);
        Assert.Contains("and 1 more, which longtail data check lists with --table FILE", run.Error, StringComparison.Ordinal);
        string[] rows = File.ReadAllLines(table);
        Assert.Equal(7, rows.Length);
        Assert.All(rows[1..], row => Assert.Contains($",{kind},", row, StringComparison.Ordinal));
        Assert.Contains(first, rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_pictures_are_listed_and_end_in_the_code_for_data()
    {
        byte[] whole = File.ReadAllBytes(_folder.Picture("cat/cut.png", 77));
        File.WriteAllBytes(Path.Combine(Photos, "cat", "cut.png"), whole[..(whole.Length - 30)]);
        string table = Path.Combine(_folder.Path, "found.csv");
        ConsoleRun run = ConsoleRun.Of(["data", "check", "--data", Photos, "--table", table]);
        Assert.Equal((3, ""), (run.Code, run.Error));
        Assert.Contains("damaged: 1 (1 Truncated)\n  cat/cut.png: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("longtail data lists --check writes lists without them", run.Out, StringComparison.Ordinal);
        string[] lines = File.ReadAllLines(table);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("cat/cut.png,Truncated,", lines[1], StringComparison.Ordinal);
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

    // The program runs without ICU, which knows Unicode's normal forms.
    [Fact]
    public void Classes_that_differ_in_the_spelling_of_an_accent_alone_are_refused_by_the_program_too()
    {
        if (OperatingSystem.IsMacOS()) return;
        Assert.True(AppContext.TryGetSwitch("System.Globalization.Invariant", out bool invariant) && invariant);
        _folder.Picture("caf\u00e9/0.png", 1);
        _folder.Picture("cafe\u0301/0.png", 2);
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
    public void Groups_of_pictures_that_come_divided_are_told_to_do_nothing()
    {
        for (int i = 0; i < 4; i++)
            foreach (string part in (string[])["train", "test"])
                foreach (string name in (string[])["cat", "dog"]) _folder.Picture($"../divided/{part}/{name}/{i}.png", 20 + i);
        string divided = Path.Combine(_folder.Path, "divided");
        const string remark = "data.groupBy has no effect: the pictures come divided";
        Assert.Contains(remark, ConsoleRun.Of(["data", "check", "--data", divided, "--set", "data.groupBy=(.)"]).Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.DoesNotContain(remark, ConsoleRun.Of(["data", "check", "--data", divided]).Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
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
    [InlineData("cat/0.png 0\ndog's/0.jpg 1\n", "cat/1.png 0\ncat/./0.png 0\n", "Found 1 picture(s) in train.txt and in test.txt, expected each picture in one of them, to train on, to measure on or to choose an epoch on: cat/0.png.")]
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
    public void A_table_that_cannot_be_there_is_refused_before_pictures_are_looked_at()
    {
        ConsoleRun run = ConsoleRun.Of(["data", "check", "--data", Photos, "--table", Path.Combine(_folder.Path, "nowhere", "found.csv")]);
        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Contains("in a folder that does not exist", run.Error, StringComparison.Ordinal);
    }
}
