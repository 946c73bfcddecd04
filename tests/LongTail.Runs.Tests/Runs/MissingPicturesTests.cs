using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Pictures;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Tests.Runs;

/// <summary>Pictures that lists name are looked for before anything is trained: one to measure on would be missed after a whole epoch.</summary>
public sealed class MissingPicturesTests : IDisposable
{
    static readonly TrainingSet s_listed = new() { Set = PictureSets.List, Pictures = new() { TrainList = "train.txt", TestList = "test.txt" } };

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_are_counted_and_the_first_are_named_with_the_setting_that_leaves_them_out()
    {
        Put("cat/0.png", "cat/1.png", "dog/0.png", "dog/1.png");
        Write("train.txt", "cat/0.png 0\ndog/0.png 1\ndog/gone.png 1\n");
        Write("test.txt", "cat/1.png 0\ndog/1.png 1\n" + string.Concat(Enumerable.Range(2, 8).Select(i => $"dog/{i}.png 1\n")));
        UnreadablePicturesException missing = Assert.Throws<UnreadablePicturesException>(() => Plan(s_listed));
        Assert.StartsWith($"Found no file of 9 of 13 listed picture(s) in {_folder.Path}, expected all to be there: dog/gone.png; dog/2.png; dog/3.png; dog/4.png; dog/5.png; and 4 more. ", missing.Message, StringComparison.Ordinal);
        Assert.Contains("set data.mostUnreadable", missing.Message, StringComparison.Ordinal);
        Assert.All(missing.Files, file => Assert.Equal("Missing", file.Kind));
    }

    [Fact]
    public void One_that_is_measured_on_alone_is_missed_too()
    {
        Put("cat/0.png", "cat/1.png", "dog/0.png");
        Write("train.txt", "cat/0.png 0\ndog/0.png 1\n");
        Write("test.txt", "cat/1.png 0\ndog/1.png 1\n");
        Assert.Equal("dog/1.png", Assert.Single(Assert.Throws<UnreadablePicturesException>(() => Plan(s_listed)).Files).Path);
        Put("dog/1.png");
        Assert.Single(Plan(s_listed).Stages);
    }

    // The lists of a full set, cut to a long tail, need no more of it than the tail.
    [Fact]
    public void One_that_the_cut_takes_away_need_not_be_there()
    {
        string[] cats = [.. Enumerable.Range(0, 8).Select(i => $"cat/{i}.png")];
        Put([.. cats, "dog/0.png", "dog/1.png", "dog/2.png"]);
        Write("train.txt", string.Concat(cats.Select(path => $"{path} 0\n")) + "dog/0.png 1\ndog/1.png 1\n");
        Write("test.txt", "dog/2.png 1\n");
        TrainingSet cut = s_listed with { Profile = new ExponentialProfile(1) };
        ImmutableArray<string> kept = ((PictureSet)Plan(cut).Data.Values.Single().Train).Paths;
        foreach (string path in cats.Except(kept)) File.Delete(_folder.At(path));
        Assert.Equal(4, Plan(cut).Data.Values.Single().Train.Count);
        File.Delete(_folder.At(kept[0]));
        Assert.Equal(kept[0], Assert.Single(Assert.Throws<UnreadablePicturesException>(() => Plan(cut)).Files).Path);
    }

    RunPlan Plan(TrainingSet data) => RunPlan.Of(
        [
            new Recipe
            {
                Name = "lists",
                Data = data,
                Network = new ImageNetResNet { Depth = 10 },
                Method = new CrossEntropy(),
                Augmentation = new() { Normalization = Normalization.ImageNet },
                Epochs = 1,
            },
        ], new() { OutputFolder = _folder.At("out"), DataFolder = _folder.Path });

    void Put(params string[] files)
    {
        foreach (string file in files) _folder.Write(file, []);
    }

    void Write(string name, string text) => File.WriteAllText(_folder.At(name), text);
}
