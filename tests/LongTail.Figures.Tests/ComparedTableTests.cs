using LongTail.Figures.Tables;
using LongTail.Foundation;
using LongTail.Results;

namespace LongTail.Figures.Tests;

public sealed class ComparedTableTests
{
    static readonly ComparedTable Example = new("method", ["CIFAR-10-LT", "CIFAR-100-LT"],
    [
        new("BKD", [new(81.72, RepeatedMeasurement.Of(80.5, 81.5)), new(45, RepeatedMeasurement.Of(45.004, 45.004))]),
        new("LFME", [new(null, RepeatedMeasurement.Of(70, 72)), new(42.3, null)]),
        new("new | one", [new(null, null), new(null, null)]),
    ]);

    [Fact]
    public void Markdown_shows_measured_published_and_difference()
    {
        // 80.5 and 81.5: mean 81, deviation sqrt(0.5) = 0.71; 81 - 81.72 = -0.72.
        Assert.Equal(
            """
            | method | CIFAR-10-LT | CIFAR-100-LT |
            | --- | ---: | ---: |
            | BKD | 81.00 ± 0.71<br>paper 81.72: -0.72 | 45.00 ± 0.00<br>paper 45.00: 0.00 |
            | LFME | 71.00 ± 1.41 | –<br>paper 42.30 |
            | new &#124; one | – | – |

            Mean ± standard deviation over n = 2 seeds; the difference is measured less published.

            """.ReplaceLineEndings("\n"), Example.ToMarkdown());
    }

    [Fact]
    public void Different_numbers_of_seeds_are_told_in_each_cell()
    {
        ComparedTable table = Example with { Rows = [new("CE", [new(70.36, RepeatedMeasurement.Of(71)), new(38.32, RepeatedMeasurement.Of(38, 40))])], Digits = 1 };
        Assert.Contains("| CE | 71.0 (n = 1)<br>paper 70.4: +0.6 | 39.0 ± 1.4 (n = 2)<br>paper 38.3: +0.7 |", table.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_seed_has_no_spread() =>
        Assert.EndsWith("| CE | 71.00 |\n\nOne seed: nothing is known about the spread between seeds.\n", new ComparedTable("method", ["x"], [new("CE", [new(null, RepeatedMeasurement.Of(71))])]).ToMarkdown(), StringComparison.Ordinal);

    [Fact]
    public void Nothing_measured_needs_no_note() => Assert.EndsWith("| CE | –<br>paper 70.36 |\n", new ComparedTable("method", ["x"], [new("CE", [new(70.36, null)])]).ToMarkdown(), StringComparison.Ordinal);

    [Fact]
    public void CSV_has_a_line_per_cell()
    {
        string[] lines = Example.ToCsv().Split("\r\n");
        Assert.Equal("method,column,published,mean,deviation,runs,difference", lines[0]);
        Assert.Equal("BKD,CIFAR-10-LT,81.72,81,0.7071,2,-0.72", lines[1]);
        Assert.Equal("BKD,CIFAR-100-LT,45,45.004,0,2,0.004", lines[2]);
        Assert.Equal("LFME,CIFAR-100-LT,42.3,,,,", lines[4]);
        Assert.Equal("new | one,CIFAR-100-LT,,,,,", lines[6]);
        Assert.Equal(("", 8), (lines[^1], lines.Length));
    }

    [Fact]
    public void A_row_of_another_length_is_refused()
    {
        ComparedTable table = Example with { Columns = ["one"] };
        Assert.Throws<ArgumentException>(table.ToMarkdown);
        Assert.Throws<ArgumentException>(table.ToCsv);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"x\"", "\"say \"\"x\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("=cmd()", "'=cmd()")]
    [InlineData("=1,2", "\"'=1,2\"")]
    [InlineData("@x", "'@x")]
    [InlineData("+1+cmd", "'+1+cmd")]
    [InlineData("-x", "'-x")]
    [InlineData("\t=x", "'\t=x")]
    [InlineData("-", "'-")]
    [InlineData("-0.72", "-0.72")]
    [InlineData("+3", "+3")]
    [InlineData("-1e-5", "-1e-5")]
    [InlineData("-Infinity", "'-Infinity")]
    [InlineData("-1\n", "\"'-1\n\"")]
    [InlineData("-١", "'-١")]
    public void A_cell_is_quoted_and_never_a_formula(string text, string cell) => Assert.Equal(cell, Csv.Cell(text));

    [Theory]
    [InlineData("cat", "cat")]
    [InlineData("<script>", "&lt;script&gt;")]
    [InlineData("a|b", "a&#124;b")]
    [InlineData("a\\|b", "a\\\\&#124;b")]
    [InlineData("*x* _y_ `z` [a](b) ~c~", "\\*x\\* \\_y\\_ \\`z\\` \\[a\\](b) \\~c\\~")]
    [InlineData("&lt;", "&amp;lt;")]
    [InlineData("two\nlines", "two lines")]
    public void A_name_means_nothing_to_Markdown(string name, string text) => Assert.Equal(text, Markdown.Text(name));

    [Fact]
    public void A_cell_keeps_to_its_column() => Assert.Equal("| a | b |\n| --- | ---: |\n| x\\|y | 1 2 |\n", Markdown.Table(["a", "b"], [["x|y", "1\n2"]]));
}
