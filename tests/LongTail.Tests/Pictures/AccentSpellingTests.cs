using LongTail.Pictures;

namespace LongTail.Tests.Pictures;

public class AccentSpellingTests
{
    [Theory]
    [InlineData("caf\u00e9", "cafe\u0301")]
    [InlineData("CAF\u00c9", "cafe\u0301")]
    [InlineData("\u304c", "\u304b\u3099")]                 // kana
    [InlineData("\uac00\uac01", "\u1100\u1161\uac01")]     // Hangul
    [InlineData("\u1ec7", "e\u0323\u0302")]                 // two accents on one letter
    public void Two_spellings_of_a_letter_are_found(string one, string other)
    {
        Assert.Equal([other, one], AccentSpelling.Twice([one, "dog", other])!);
        Assert.Equal([other, one], AccentSpelling.Twice([other, one])!);
    }

    [Theory]
    [InlineData("cafe", "cafe\u0301")]
    [InlineData("cafe\u0300", "cafe\u0301")]
    [InlineData("caf\u00e9", "caf\u00e8")]
    [InlineData("caf\u00e9", "cafe\u0301s")]
    [InlineData("\u0915\u093f", "\u0916")]                  // Devanagari: a vowel sign is a letter of its own
    [InlineData("\u304b\u3099", "\u304b")]
    [InlineData("\u732b", "\u72ac")]
    public void Other_names_are_not(string one, string other) => Assert.Null(AccentSpelling.Twice([one, other]));
}
