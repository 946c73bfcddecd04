using LongTail.Cli.Commands;

namespace LongTail.Cli.Tests;

public sealed class ShellWordTests
{
    [Theory]
    [InlineData("data/cifar-10_v1.0:x=1,2+3", "data/cifar-10_v1.0:x=1,2+3", "\"data/cifar-10_v1.0:x=1,2+3\"")]
    [InlineData(@"C:\pictures\cats", @"'C:\pictures\cats'", @"C:\pictures\cats")]
    [InlineData("my photos", "'my photos'", "\"my photos\"")]
    [InlineData("it's", @"'it'\''s'", "\"it's\"")]
    [InlineData("a\"b", "'a\"b'", "\"a\\\"b\"")]
    [InlineData("", "''", "\"\"")]
    public void A_word_can_be_pasted_into_the_shell_of_its_system(string word, string posix, string windows)
    {
        Assert.Equal(posix, ShellWord.Of(word, onWindows: false));
        Assert.Equal(windows, ShellWord.Of(word, onWindows: true));
    }

    [Theory]
    [InlineData("1", true), InlineData("2-4", true), InlineData("beta=0.9", true), InlineData("bkd", false), InlineData("cat.jpg", false)]
    public void What_PowerShell_parts_at_commas_is_hinted_at_on_Windows_alone(string word, bool hinted)
    {
        Assert.Equal(hinted, ShellWord.Hint(word, onWindows: true).Length > 0);
        Assert.Equal("", ShellWord.Hint(word, onWindows: false));
    }
}
