using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Store;

namespace LongTail.Tests.Store;

public sealed class StoredJsonTests
{
    static readonly EpochRecord _plain = new(0, 0.1, 2.25, [new("ce", 2), new("bkd", 0.25)], 1000, 12.5, null);
    static readonly EpochRecord _full = new(1, 0.1, double.NaN, [], 1000, double.PositiveInfinity, new([3, 4], [1, 2], [3, 4]));

    [Fact]
    public void A_history_is_one_line_per_epoch_and_comes_back()
    {
        byte[] text = Lines(_plain, _full);
        Assert.Equal(
            """
            {"epoch":0,"learningRate":0.1,"loss":2.25,"terms":[{"name":"ce","value":2},{"name":"bkd","value":0.25}],"images":1000,"trainSeconds":12.5,"evaluation":null}
            {"epoch":1,"learningRate":0.1,"loss":"NaN","terms":[],"images":1000,"trainSeconds":"Infinity","evaluation":{"images":[3,4],"correct":[1,2],"correctInTop5":[3,4]}}

            """, Encoding.UTF8.GetString(text));
        ImmutableArray<EpochRecord> read = StoredJson.ReadLines<EpochRecord>(new MemoryStream(text), "history.jsonl");
        Assert.Equal(text, Lines([.. read]));
        Assert.Equal([3, 4], read[1].Evaluation!.Images);
    }

    [Fact]
    public void A_document_is_the_same_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            foreach (string culture in new[] { "de-DE", "tr-TR", "ar-SA", "" })
            {
                CultureInfo.CurrentCulture = new(culture);
                using MemoryStream text = new();
                StoredJson.Write(text, new Sample("ı", 1234.5, DayOfWeek.Friday));
                Assert.Equal("{\n  \"name\": \"\\u0131\",\n  \"value\": 1234.5,\n  \"day\": \"friday\"\n}\n", Encoding.UTF8.GetString(text.ToArray()));
                text.Position = 0;
                Assert.Equal(new("ı", 1234.5, DayOfWeek.Friday), StoredJson.Read<Sample>(text, "x"));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"name":"a","value":1}""")]
    [InlineData("""{"name":"a","value":1,"day":"friday","more":1}""")]
    [InlineData("""{"name":"a","name":"b","value":1,"day":"friday"}""")]
    [InlineData("""{"name":null,"value":1,"day":"friday"}""")]
    [InlineData("""{"name":"a","value":"1","day":"friday"}""")]
    [InlineData("""{"name":"a","value":1,"day":5}""")]
    [InlineData("""{"name":"a","value":1,"day":"friday"}{}""")]
    [InlineData("""{"name":"a","value":1,"day":"friday",}""")]
    public void Anything_but_exactly_the_members_is_refused(string text)
    {
        var refused = Assert.Throws<ModelFileException>(() => StoredJson.Read<Sample>(new MemoryStream(Encoding.UTF8.GetBytes(text)), "made-by.json"));
        Assert.StartsWith("made-by.json: found ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_member_with_a_default_reads_old_files() =>
        Assert.Equal(new("a", 7), StoredJson.Read<Grown>(new MemoryStream("""{"name":"a"}"""u8.ToArray()), "x"));

    [Fact]
    public void A_wrong_line_is_named()
    {
        byte[] text = [.. Lines(_plain), .. "{}\n"u8];
        Assert.StartsWith("history.jsonl line 2:", Assert.Throws<ModelFileException>(() => StoredJson.ReadLines<EpochRecord>(new MemoryStream(text), "history.jsonl")).Message, StringComparison.Ordinal);
    }

    static byte[] Lines(params EpochRecord[] records)
    {
        using MemoryStream text = new();
        StoredJson.WriteLines(text, records);
        return text.ToArray();
    }

    sealed record Sample(string Name, double Value, DayOfWeek Day);

    sealed record Grown(string Name, int Value = 7);
}
