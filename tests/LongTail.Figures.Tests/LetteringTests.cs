using System.Reflection;
using LongTail.Figures.Sheets;

namespace LongTail.Figures.Tests;

public sealed class LetteringTests
{
    [Fact]
    public void A_reader_of_an_SVG_is_asked_for_fonts_that_are_as_wide()
    {
        Assert.Equal("Arial, Liberation Sans, Arimo, Helvetica, sans-serif", Lettering.FamiliesLike("Arial"));
        Assert.Equal("DejaVu Sans, Verdana, sans-serif", Lettering.FamiliesLike("DejaVu Sans"));
        Assert.Equal("Comic, sans-serif", Lettering.FamiliesLike("Comic"));
    }

    [Fact]
    public void The_width_of_a_text_is_that_of_its_letters()
    {
        Lettering letters = FontNeeded.Letters();
        Assert.Equal(2 * letters.Width("m", 20), letters.Width("mm", 20), 3);
    }

    [Fact]
    public void Letters_of_no_font_are_boxes_and_no_failure() => Assert.NotEqual("", FontNeeded.Letters("\U000f0000 x").Name);

    [Fact]
    public void Text_is_cut_where_it_does_not_fit()
    {
        Lettering letters = FontNeeded.Letters();
        Assert.Equal("short", letters.Fit("short", 13, 100));
        Assert.Equal("two lines", letters.Fit("  two\r\nlines\t", 13, 100));
        Assert.Equal("w…", letters.Fit("wide", 13, 1));
        string cut = letters.Fit("a name that is far too long for its place", 13, 100);
        Assert.StartsWith("a name that", cut, StringComparison.Ordinal);
        Assert.EndsWith("…", cut, StringComparison.Ordinal);
        Assert.InRange(letters.Width(cut, 13), 60, 100);
    }

    [Theory]
    [InlineData("a\u202eb\u200bc", "a b c")]
    [InlineData("\0", "")]
    [InlineData("x  \t y ", "x y")]
    public void Names_become_plain(string name, string expected) => Assert.Equal(expected, PlainText.Of(name));

    [Fact]
    public void Half_a_letter_becomes_a_sign_for_one() => Assert.Equal("\ufffd", PlainText.Of("\ud800"));

    [Fact]
    public void The_code_knows_no_TorchSharp() =>
        Assert.DoesNotContain(typeof(Picture).Assembly.GetReferencedAssemblies(), (AssemblyName other) => other.Name!.Contains("Torch", StringComparison.OrdinalIgnoreCase));
}
