using LongTail.Cli.Commands;

namespace LongTail.Cli.Tests;

public sealed class ShellWordTests
{
    [Theory]
    [InlineData("data/cifar-10_v1.0:x=1,2+3", "data/cifar-10_v1.0:x=1,2+3", "data/cifar-10_v1.0:x=1,2+3")]
    [InlineData(@"C:\pictures\cats", @"'C:\pictures\cats'", @"C:\pictures\cats")]
    [InlineData("my photos", "'my photos'", "\"my photos\"")]
    [InlineData("it's", @"'it'\''s'", "\"it's\"")]
    [InlineData("a\"b", "'a\"b'", "\"a\\\"b\"")]
    [InlineData(@"my photos\", @"'my photos\'", @"""my photos\\""")]
    [InlineData(@"a\""b c", @"'a\""b c'", @"""a\\\""b c""")]
    [InlineData("", "''", "\"\"")]
    public void A_word_can_be_pasted_into_the_shell_of_its_system(string word, string posix, string windows)
    {
        Assert.Equal(posix, ShellWord.Of(word, onWindows: false));
        Assert.Equal(windows, ShellWord.Of(word, onWindows: true));
    }
}
