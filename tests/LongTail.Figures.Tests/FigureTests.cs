using System.Buffers.Binary;
using System.Globalization;
using System.Xml.Linq;
using LongTail.Figures.Sheets;
using LongTail.Results;

namespace LongTail.Figures.Tests;

public sealed class FigureTests
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Names => [.. Samples.All.Select(sample => sample.Name)];

    [Theory, MemberData(nameof(Names))]
    public void The_same_figure_gives_the_same_sound_files_in_every_culture(string name)
    {
        Picture first = Draw(name);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new("de-DE");
            Picture again = Draw(name);
            Assert.Equal(first.Svg, again.Svg);
            Assert.True(first.Png.AsSpan().SequenceEqual(again.Png.AsSpan()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        XElement svg = XDocument.Parse(first.Svg).Root!;
        AssertSizes(svg, first.Png.AsSpan());
        AssertTextsOnTheSheet(svg);
        AssertReferences(svg);
    }

    static void AssertSizes(XElement svg, ReadOnlySpan<byte> png)
    {
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4].ToArray());
        Assert.Equal((1000, (int)svg.Attribute("height")!), (BinaryPrimitives.ReadInt32BigEndian(png[16..]), BinaryPrimitives.ReadInt32BigEndian(png[20..])));
        Assert.Equal("1000", (string?)svg.Attribute("width"));
        Assert.Single(svg.Elements(Svg + "title"));
    }

    static void AssertTextsOnTheSheet(XElement svg)
    {
        foreach (XElement text in svg.Descendants(Svg + "text").Where(text => text.AncestorsAndSelf().All(element => element.Attribute("transform") is null)))
        {
            Assert.All(((string)text.Attribute("x")!).Split(','), place => Assert.InRange(double.Parse(place, CultureInfo.InvariantCulture), 0, 1000));
            Assert.InRange((double)text.Attribute("y")!, 0, (double)svg.Attribute("height")!);
        }
    }

    static void AssertReferences(XElement svg)
    {
        string[] names = [.. svg.Descendants().Attributes("id").Select(name => name.Value)];
        Assert.Equal(names.Distinct(), names);
        Assert.All(svg.Descendants().Attributes("clip-path"), clip => Assert.Contains(clip.Value[5..^1], names));
    }

    [Fact]
    public void Titles_axes_and_legend_are_text_in_the_SVG()
    {
        string[] texts = Texts(Draw("class-10"));
        foreach (string expected in new[] { "accuracy (%)", "training images", "class, largest first", "CE (teacher)", "BKD", "many", "medium", "few", "airplane", "5,000" })
            Assert.Contains(expected, texts);
    }

    [Fact]
    public void Hostile_names_become_text_on_one_line()
    {
        string[] names = ["<script>alert(1)</script>", "\"><img onerror=x>", "a, \"b\" id=\"x\"", "line\nbreak\0\u001b[31m", "\u202eright to left", "cat \U0001f431", "猫", "\ud800", new('x', 10_000), "a&b;&lt;"];
        ConfusionFigure figure = Samples.Confusions(10, 4, names) with { Title = names[0] };
        FontNeeded.SkipWithout();
        Picture picture = figure.Draw();
        XElement svg = XDocument.Parse(picture.Svg).Root!;
        Assert.Equal(["clipPath", "defs", "g", "image", "path", "rect", "svg", "text", "title", "use"], svg.DescendantsAndSelf().Select(element => element.Name.LocalName).Append("image").Distinct().Order(StringComparer.Ordinal));
        Assert.Contains("<script>alert(1)</script>", Texts(picture));
        Assert.All(Texts(picture), text => Assert.True(text.Length < 100));
    }

    [Fact]
    public void Long_names_are_cut_with_an_ellipsis() => Assert.Contains(Texts(Draw("methods-15")), text => text.StartsWith("Balanced soft", StringComparison.Ordinal) && text.EndsWith('…'));

    [Fact]
    public void Fifteen_methods_have_fifteen_looks()
    {
        var pens = Pens.For(Enumerable.Range(0, 15).Select(Samples.Method));
        Assert.Equal(15, pens.Distinct().Count());
        Assert.Equal(pens[2], Pens.For([new("bkd")])[0]);
    }

    [Fact]
    public void What_was_not_measured_is_a_dash_in_its_panel() => Assert.Equal(1, Texts(Draw("methods-15")).Count(text => text == "–"));

    [Fact]
    public void Figures_that_do_not_fit_together_are_refused()
    {
        Assert.Throws<ArgumentException>(() => (Samples.Curves(2, 5, 1) with { Curves = [] }).Draw());
        Assert.Throws<ArgumentException>(() => (Samples.Temperatures(1) with { Sweeps = [new("x", [])] }).Draw());
        Assert.Throws<ArgumentException>(() => (Samples.Methods(2, 1) with { Panels = ["all"] }).Draw());
        Assert.Throws<ArgumentException>(() => (Samples.Classes(10, 2, false) with { OfGroups = true }).Draw());
        Assert.Throws<ArgumentException>(() => (Samples.Confusions(10, 2, ["a", "b"])).Draw());
        Assert.Throws<ArgumentException>(() => (Samples.Confusions(10, 2, new string[10]) with { ClassNames = [.. Enumerable.Repeat("a", 10)], Order = [0, 0, 1, 2, 3, 4, 5, 6, 7, 8] }).Draw());
    }

    [Fact]
    public void Saving_writes_both_files()
    {
        string folder = Directory.CreateTempSubdirectory("longtail-figures-").FullName;
        try
        {
            Picture picture = Draw("methods-3");
            Assert.Equal(["fig.png", "fig.svg"], picture.Save(folder, "fig"));
            Assert.Equal(picture.Svg, File.ReadAllText(Path.Combine(folder, "fig.svg")));
            Assert.Equal(picture.Png, File.ReadAllBytes(Path.Combine(folder, "fig.png")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_class_without_training_images_has_no_bar_and_a_zero()
    {
        FontNeeded.SkipWithout();
        Assert.Contains("0", Texts((Samples.Classes(3, 0, false) with { Classes = [new("a", 7), new("b", 0), new("c", 7)], Groups = [] }).Draw()));
    }

    [Fact]
    public void Rows_of_a_matrix_are_shares_of_their_class_in_the_order_asked_for()
    {
        double[,] shares = RowShares.Of(Counted(3, 2, 2, 0, 0, 0, 0, 1, 0, 3), [2, 1, 0], most: 10);
        Assert.Equal(new[,] { { 0.75, 0, 0.25 }, { 0, 0, 0 }, { 0, 0.5, 0.5 } }, shares);
    }

    [Fact]
    public void Neighbours_share_a_cell_where_there_are_too_many_classes()
    {
        double[,] shares = RowShares.Of(Counted(4, 4, 0, 0, 0, 1, 1, 1, 1, 0, 0, 5, 0, 0, 0, 5, 0), [0, 1, 2, 3], most: 2);
        Assert.Equal(new[,] { { 0.75, 0.25 }, { 0, 1 } }, shares);
    }

    [Theory]
    [InlineData(10, 10, 1)]
    [InlineData(11, 10, 2)]
    [InlineData(100, 10, 10)]
    [InlineData(0.7, 8, 0.1)]
    public void Ticks_stand_at_round_numbers(double range, int most, double step) => Assert.Equal(step, Rounds.Step(range, most), 12);

    static Confusion Counted(int classes, params int[] matrix) => new(classes, matrix.Select((images, cell) => new ConfusionCell(cell / classes, cell % classes, images)));

    static Picture Draw(string name)
    {
        FontNeeded.SkipWithout();
        return Samples.All.Single(sample => sample.Name == name).Draw();
    }

    static string[] Texts(Picture picture) => [.. XDocument.Parse(picture.Svg).Descendants(Svg + "text").Select(text => text.Value)];
}
