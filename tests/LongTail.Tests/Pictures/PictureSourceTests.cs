using System.Reflection;
using LongTail.Foundation;
using LongTail.Pictures;

namespace LongTail.Tests.Pictures;

public sealed class PictureSourceTests
{
    public static TheoryData<string> Properties { get; } = [.. typeof(PictureSource).GetProperties().Select(property => property.Name)];

    // Whoever names a size alone sees the usual part of a picture, and not a small piece of its middle.
    [Theory, InlineData(224, 256), InlineData(64, 73), InlineData(32, 37), InlineData(8, 9), InlineData(4096, 4681)]
    public void The_shorter_side_follows_the_size(int size, int side)
    {
        Assert.Equal(side, new PictureSource { Size = size }.ShorterSide);
        Assert.Equal(side, (new PictureSource() with { Size = size }).ShorterSide);
        Assert.Equal(size, new PictureSource { ShorterSide = size, Size = size }.ShorterSide);
        Assert.Equal(new PictureSource { Size = size }, new PictureSource { Size = size, ShorterSide = side });
        Assert.Equal(new PictureSource { Size = size }.GetHashCode(), new PictureSource { Size = size, ShorterSide = side }.GetHashCode());
    }

    [Theory, InlineData(7), InlineData(0), InlineData(8193)]
    public void A_shorter_side_that_cannot_be_is_refused(int side) =>
        Assert.Contains($"{side} pixels", Assert.Throws<RecipeException>(() => new PictureSource { ShorterSide = side }).Message, StringComparison.Ordinal);

    [Theory, MemberData(nameof(Properties))]
    public void Sources_that_differ_in_one_thing_are_not_equal(string name)
    {
        PropertyInfo property = typeof(PictureSource).GetProperty(name)!;
        PictureSource usual = new(), other = new();
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        property.SetValue(other, type == typeof(string) ? "x" : type == typeof(double) ? 0.5 : (object)300);
        Assert.NotEqual(usual, other);
        Assert.Equal(other, other with { });
    }
}
