using LongTail.Foundation;
using LongTail.Store;

namespace LongTail.Tests.Store;

public sealed class ProgressCheckpointsTests
{
    [Fact]
    public void The_newest_is_opened_and_two_are_kept()
    {
        using TempFolder temp = new();
        ProgressCheckpoints progress = new(temp["stage/progress"]);
        Assert.Null(progress.OpenNewest(out _));
        foreach (long step in new[] { 9L, 10, 100, 1000 }) Save(progress, step);
        Assert.Equal(1000, Newest(new(temp["stage/progress"]), out string? warning));
        Assert.Null(warning);
        Assert.Equal(["at-000000000100", "at-000000001000"], Names(temp["stage/progress"]));
    }

    // Of a run that began anew and has not come as far yet.
    [Fact]
    public void What_is_ahead_of_the_saved_one_is_dropped()
    {
        using TempFolder temp = new();
        ProgressCheckpoints progress = new(temp["progress"]);
        Save(progress, 10);
        Save(progress, 5);
        Assert.Equal(5, Newest(progress, out string? warning));
        Assert.Null(warning);
        Assert.Equal(["at-000000000005"], Names(temp["progress"]));
    }

    [Fact]
    public void A_damaged_newest_is_told_and_the_one_before_is_used()
    {
        using TempFolder temp = new();
        ProgressCheckpoints progress = new(temp["progress"]);
        Save(progress, 1);
        Save(progress, 2);
        Damage(temp["progress/at-000000000002"]);
        Assert.Equal(1, Newest(progress, out string? warning));
        Assert.Contains("state.txt", warning, StringComparison.Ordinal);
        Assert.Contains("at-000000000001, is used", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_fallback_two_intact_ones_are_kept_again()
    {
        using TempFolder temp = new();
        ProgressCheckpoints progress = new(temp["progress"]);
        Save(progress, 100);
        Save(progress, 200);
        Damage(temp["progress/at-000000000200"]);
        Newest(progress, out _);
        Save(progress, 150);
        Assert.Equal(["at-000000000100", "at-000000000150"], Names(temp["progress"]));
        Save(progress, 200);
        Assert.Equal(200, Newest(progress, out string? warning));
        Assert.Null(warning);
    }

    [Fact]
    public void A_damaged_one_is_written_anew_at_the_same_place()
    {
        using TempFolder temp = new();
        ProgressCheckpoints progress = new(temp["progress"]);
        Save(progress, 100);
        Save(progress, 200);
        Damage(temp["progress/at-000000000200"]);
        Newest(progress, out _);
        Save(progress, 200);
        Assert.Equal(200, Newest(progress, out string? warning));
        Assert.Null(warning);
    }

    [Fact]
    public void When_all_are_damaged_the_job_starts_from_its_beginning()
    {
        using TempFolder temp = new();
        ProgressCheckpoints progress = new(temp["progress"]);
        Save(progress, 1);
        Save(progress, 2);
        Damage(temp["progress/at-000000000001"]);
        Damage(temp["progress/at-000000000002"]);
        Assert.Null(progress.OpenNewest(out string? warning));
        Assert.Contains("from its beginning", warning, StringComparison.Ordinal);
        Save(progress, 1);
        Assert.Equal(1, Newest(progress, out warning));
        Assert.Null(warning);
    }

    [Fact]
    public void A_checkpoint_of_a_newer_version_is_not_taken_for_damage()
    {
        using TempFolder temp = new();
        ProgressCheckpoints progress = new(temp["progress"]);
        Save(progress, 1);
        string body = "{\n  \"format\": \"longtail-folder\",\n  \"version\": 7";
        string checksum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(body)));
        File.WriteAllText(temp["progress/at-000000000001/manifest.json"], $"{body},\n  \"checksum\": \"{checksum}\"\n}}\n");
        Assert.Contains("newer", Assert.Throws<ModelFileException>(() => progress.OpenNewest(out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Foreign_and_unfinished_folders_are_ignored_and_leftovers_go_with_the_next_save()
    {
        using TempFolder temp = new();
        ProgressCheckpoints progress = new(temp["progress"]);
        Save(progress, 1);
        foreach (string name in new[] { "at-2", "at-x", "at-00000000000002", "notes", ".at-000000000009.123-0.tmp" }) Directory.CreateDirectory(temp["progress/" + name]);
        Assert.Equal(1, Newest(progress, out string? warning));
        Assert.Null(warning);
        Save(progress, 2);
        Assert.False(Directory.Exists(temp["progress/.at-000000000009.123-0.tmp"]));
        Assert.True(Directory.Exists(temp["progress/notes"]));
    }

    [Fact]
    public void Clear_leaves_nothing_and_may_be_repeated()
    {
        using TempFolder temp = new();
        ProgressCheckpoints progress = new(temp["progress"]);
        progress.Clear();
        Save(progress, 1);
        progress.Clear();
        Assert.Empty(Names(temp.Path));
        Assert.Null(progress.OpenNewest(out string? warning));
        Assert.Null(warning);
    }

    static void Save(ProgressCheckpoints progress, long step) => progress.Save(step, writer => writer.WriteText("state.txt", $"{step}"));

    static long? Newest(ProgressCheckpoints progress, out string? warning)
    {
        if (progress.OpenNewest(out warning) is not { } folder) return null;
        using StreamReader reader = new(folder.OpenRead("state.txt"));
        return long.Parse(reader.ReadToEnd(), null);
    }

    static void Damage(string folder) => File.WriteAllText(Path.Combine(folder, "state.txt"), "?");

    static IEnumerable<string> Names(string folder) => Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
