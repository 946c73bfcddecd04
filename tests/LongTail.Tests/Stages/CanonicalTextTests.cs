using System.Collections.Immutable;
using System.Globalization;
using LongTail.Foundation;
using LongTail.Stages;

namespace LongTail.Tests.Stages;

public class CanonicalTextTests
{
    sealed record Plain(int B, double A);

    sealed record Grown
    {
        public required int B { get; init; }

        [OmittedFromKeyWhenDefault] public int Number { get; init; }
        [OmittedFromKeyWhenDefault] public int? MaybeNumber { get; init; }
        [OmittedFromKeyWhenDefault] public bool Flag { get; init; }
        [OmittedFromKeyWhenDefault] public bool? MaybeFlag { get; init; }
        [OmittedFromKeyWhenDefault] public DayOfWeek Day { get; init; }
        [OmittedFromKeyWhenDefault] public string? Text { get; init; }
        [OmittedFromKeyWhenDefault] public Plain? Part { get; init; }
        [OmittedFromKeyWhenDefault] public ImmutableArray<int> Items { get; init; } = [];
        [NotInKey] public string Label { get; init; } = "";

        public double A { get; init; }
    }

    static Grown Ungrown => new() { B = 1, A = 2 };

    [Fact]
    public void Properties_come_in_order_of_name_not_of_source() =>
        Assert.Equal("CanonicalTextTests.Plain{A:0.5;B:1;}", CanonicalText.Of(new Plain(1, 0.5)));

    [Fact]
    public void A_property_added_with_its_default_leaves_the_text_as_it_was() =>
        Assert.Equal("CanonicalTextTests.Grown{A:2;B:1;}", CanonicalText.Of(Ungrown));

    [Fact]
    public void Its_other_values_do_not()
    {
        Grown[] changed =
        [
            Ungrown with { Number = 1 }, Ungrown with { MaybeNumber = 1 }, Ungrown with { Flag = true }, Ungrown with { MaybeFlag = true },
            Ungrown with { Day = DayOfWeek.Monday }, Ungrown with { Text = "x" }, Ungrown with { Part = new(0, 0) }, Ungrown with { Items = [0] },
        ];
        Assert.Equal(changed.Length + 1, changed.Append(Ungrown).Select(CanonicalText.Of).Distinct().Count());
    }

    // Null is the default of a property that may be null; zero and false are choices there.
    [Fact]
    public void Zero_is_not_null()
    {
        Assert.Equal("CanonicalTextTests.Grown{A:2;B:1;MaybeNumber:0;}", CanonicalText.Of(Ungrown with { MaybeNumber = 0 }));
        Assert.Equal("CanonicalTextTests.Grown{A:2;B:1;MaybeFlag:false;}", CanonicalText.Of(Ungrown with { MaybeFlag = false }));
    }

    [Fact]
    public void An_array_that_was_never_set_is_as_good_as_an_empty_one() =>
        Assert.Equal(CanonicalText.Of(Ungrown), CanonicalText.Of(Ungrown with { Items = default }));

    [Fact]
    public void A_property_outside_the_key_is_not_in_the_text() =>
        Assert.Equal(CanonicalText.Of(Ungrown), CanonicalText.Of(Ungrown with { Label = "y" }));

    [Fact]
    public void Numbers_are_written_with_all_their_digits_whatever_the_language()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NegativeSign) = (",", "~");
        try
        {
            CultureInfo.CurrentCulture = other;
            Assert.Equal("CanonicalTextTests.Plain{A:0.30000000000000004;B:-1;}", CanonicalText.Of(new Plain(-1, 0.1 + 0.2)));
        }
        finally { CultureInfo.CurrentCulture = before; }
    }

    [Fact]
    public void Lists_cannot_be_read_in_two_ways()
    {
        object[] values = ["a,b", new[] { "a", "b" }, new[] { "a,b" }, new[] { "a\",\"b" }, Array.Empty<string>(), new[] { "" }, "", "null", new string?[] { null }, "[]"];
        Assert.Equal(values.Length, values.Select(CanonicalText.Of).Append(CanonicalText.Of(null)).Distinct().Count() - 1);
    }
}
