using CsCheck;
using LongTail.Foundation;

namespace LongTail.Tests.Foundation;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("plain Größe 猫", "plain Größe 猫")]
    [InlineData("a\u001b[31mb", "a?[31mb")]
    [InlineData("a\u009bb", "a?b")]
    [InlineData("a\u202eb", "a?b")]
    [InlineData("a\u2028b", "a?b")]
    [InlineData("a\tb\r\n", "a?b??")]
    public void Only_what_prints_is_left(string text, string expected) => Assert.Equal(expected, SafeText.Of(text));

    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("a\ufffdb", SafeText.Of("a\ud800b"));   // not inline data: a test's name cannot hold it

    [Fact]
    public void Long_text_is_cut() => Assert.Equal(83, SafeText.Of(new string('x', 1000)).Length);

    [Fact]
    public void Lines_stay_lines() => Assert.Equal("a?\nb", SafeText.Lines("a\u001b\r\nb"));

    [Fact]
    public void No_text_brings_a_control_character_through() =>
        Gen.String[Gen.Char, 0, 200].Sample(text => !SafeText.Of(text).Any(char.IsControl));
}
