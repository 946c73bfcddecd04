namespace LongTail.Tests.House;

public sealed class FileSizeTests
{
    [Fact]
    public void No_file_is_too_long_to_read_at_one_sitting() => AssertAtMost(300, _ => true);

    [Fact]
    public void The_training_loop_stays_short() => AssertAtMost(150, path => path.EndsWith("/Trainer.cs", StringComparison.Ordinal));

    static void AssertAtMost(int lines, Func<string, bool> concerned)
    {
        string[] faults = [.. Repository.SourcesOf(Repository.Root).Where(concerned)
            .Select(path => (Path: path, Lines: File.ReadLines(Path.Combine(Repository.Root, path)).Count()))
            .Where(file => file.Lines > lines)
            .Select(file => $"{file.Path} has {file.Lines} lines; {lines} are allowed. Split it by concept.")];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }
}
