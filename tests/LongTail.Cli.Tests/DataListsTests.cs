using System.Globalization;
using System.Text.Json;
using LongTail.Cli.Tests.Fakes;
using LongTail.Data;
using LongTail.Pictures;

namespace LongTail.Cli.Tests;

/// <summary>data lists, on class folders as people have them.</summary>
public sealed class DataListsTests : IDisposable
{
    readonly PhotoFolder _folder = new();

    string Photos => _folder.Photos;

    public void Dispose() => _folder.Dispose();

    // Decoders paint the missing pixels grey and go on, and so does training.
    [Fact]
    public void A_JPEG_whose_pixels_are_partly_gone_is_found_though_decoders_take_it()
    {
        byte[] whole = File.ReadAllBytes(_folder.Picture("cat/grey.jpg", 77));
        int scan = whole.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]) + 14;
        File.WriteAllBytes(Path.Combine(Photos, "cat", "grey.jpg"), [.. whole[..(scan + (whole.Length - scan) / 4)], .. whole[^2..]]);
        ConsoleRun run = ConsoleRun.Of(["data", "check", "--data", Photos]);
        Assert.Equal((3, ""), (run.Code, run.Error));
        Assert.Contains("damaged: 1 (1 Damaged)\n  cat/grey.jpg: found damaged pixels: a scan that ends before its last block, at byte ", run.Out, StringComparison.Ordinal);
        string to = Path.Combine(_folder.Path, "lists");
        Assert.Equal(0, ConsoleRun.Of(["data", "lists", "--data", Photos, "--to", to, "--check"]).Code);
        Assert.Contains("cat/grey.jpg", File.ReadAllText(Path.Combine(to, "left-out.csv")), StringComparison.Ordinal);

        // Lists may have been edited by hand.
        ConsoleRun other = ConsoleRun.Of(["data", "lists", "--data", Photos, "--to", to]);
        Assert.Equal((7, ""), (other.Code, other.Out));
        Assert.Contains("train.txt: found another list there, expected none, or the one that is to be written. Name another folder, or delete that list.", other.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("cat/grey.jpg", File.ReadAllText(Path.Combine(to, "train.txt")), StringComparison.Ordinal);

        // What an earlier set left there is not taken for this one's.
        foreach (string name in (string[])["train.txt", "test.txt"]) File.Delete(Path.Combine(to, name));
        File.WriteAllText(Path.Combine(to, "validation.txt"), "");
        ConsoleRun again = ConsoleRun.Of(["data", "lists", "--data", Photos, "--to", to]);
        Assert.Equal((0, "validation.txt and left-out.csv in that folder: there before, and not of this set.\n"), (again.Code, again.Error));
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
        Assert.Equal((3, ""), (without.Code, without.Error));
        Assert.Contains("left out: 3 (1 Empty, 1 Missing, 1 ", without.Out, StringComparison.Ordinal);
        Assert.Contains("3 of them cannot even be opened; data.mostUnreadable leaves them out of training.", without.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("every picture can be drawn", without.Out, StringComparison.Ordinal);
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
        DataSplit direct = DataCatalog.Open(new() { Set = "folders", Profile = new ExponentialProfile(2), Pictures = source }, Photos, cancel: TestContext.Current.CancellationToken);
        DataSplit listed = DataCatalog.Open(
            new() { Set = csv ? "csv" : "list", Pictures = source with { TrainList = Path.Combine(to, "train." + ending), TestList = Path.Combine(to, "test." + ending) } }, Photos, cancel: TestContext.Current.CancellationToken);
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
    public void Tables_of_class_folders_with_numbers_for_names_are_read_again_as_they_were()
    {
        for (int i = 0; i < 3; i++)
            foreach (int name in new[] { 1, 2, 10 }) _folder.Picture($"../numbered/{name}/{i}.png", 20 * name + i);   // no two alike
        string photos = Path.Combine(_folder.Path, "numbered"), to = Path.Combine(_folder.Path, "lists");
        ConsoleRun run = ConsoleRun.Of(["data", "lists", "--data", photos, "--to", to, "--csv"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        string[] told = [.. run.Out.Split("To train on them: ")[1].Split(", with the same --data.")[0].Split(' ')];
        ConsoleRun again = ConsoleRun.Of(["data", "check", "--json", "--data", photos, .. told]);
        Assert.Equal((0, ""), (again.Code, again.Error));
        Assert.Equal(["1", "10", "2"], JsonElement.Parse(again.Out).GetProperty("classes").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()!));
        Assert.Equal(DataCatalog.Open(new() { Set = "folders", Pictures = new() }, photos, cancel: TestContext.Current.CancellationToken).Fingerprint,
            DataCatalog.Open(new() { Set = "csv", Pictures = new() { TrainList = Path.Combine(to, "train.csv"), TestList = Path.Combine(to, "test.csv") } }, photos, cancel: TestContext.Current.CancellationToken).Fingerprint);
    }

    [Fact]
    public void A_blank_at_the_end_of_a_path_or_class_is_refused_for_tables()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File names have no blanks at their ends there.");
        _folder.Write("photos/train.txt", "cat/0.png 0\ncat/1.png 0\ndog's/0.jpg 1\ndog's/1.jpg 1\n");
        _folder.Write("photos/names.txt", "cat\ndog \n");
        string to = Path.Combine(_folder.Path, "lists");
        ConsoleRun run = ConsoleRun.Of(["data", "lists", "--data", Photos, "--to", to, "--csv", "--set", "data.set=list", "--set", "data.train=train.txt", "--set", "data.classes=names.txt"]);
        Assert.Equal(3, run.Code);
        Assert.Contains("Found a blank at an end of the path or class dog , expected none", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(to));
    }

    [Fact]
    public void What_a_profile_needs_is_missing_in_the_settings_where_no_recipe_was_named()
    {
        ConsoleRun run = ConsoleRun.Of(["data", "lists", "--data", Photos, "--to", Path.Combine(_folder.Path, "lists"), "--set", "data.profile=pareto"]);
        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Contains("--set: data.largest: found nothing, expected", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_Pareto_rule_gives_lists_with_its_counts()
    {
        for (int i = 6; i < 40; i++) _folder.Picture($"cat/{i}.png", i);
        string to = Path.Combine(_folder.Path, "lists");
        ConsoleRun run = ConsoleRun.Of(["data", "lists", "--data", Photos, "--to", to, "--set", "data.profile=pareto", "--set", "data.power=6", "--set", "data.largest=20", "--set", "data.smallest=2"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal([(0, 20), (1, 2)], File.ReadAllLines(Path.Combine(to, "train.txt")).CountBy(line => int.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture)).Select(count => (count.Key, count.Value)));
    }

    [Fact]
    public void With_a_check_the_damaged_ones_are_not_in_the_lists()
    {
        byte[] whole = File.ReadAllBytes(_folder.Picture("cat/cut.png", 77));
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
            byte[] whole = File.ReadAllBytes(_folder.Picture(name, 50));
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
        _folder.Picture("cat/two\nlines.png", 60);
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
}
