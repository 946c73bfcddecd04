using LongTail.Foundation;

namespace LongTail.Tests.Foundation;

public class NearestNameTests
{
    static readonly string[] Known = ["cifar10", "cifar100", "fashion-mnist", "mnist", "fashion-lt"];

    [Theory]
    [InlineData("cifar10", "cifar10")]
    [InlineData("cifar-10", "cifar10")]
    [InlineData("CIFAR100", "cifar100")]
    [InlineData("fashionmnist", "fashion-mnist")]
    [InlineData("fashoin-lt", "fashion-lt")]
    [InlineData("nmist", "mnist")]
    public void A_mistyped_name_is_recognised(string found, string expected) => Assert.Equal(expected, NearestName.Of(found, Known));

    [Theory]
    [InlineData("imagenet")]
    [InlineData("")]
    [InlineData("x")]
    public void A_name_that_is_like_none_gives_no_guess(string found) => Assert.Null(NearestName.Of(found, Known));

    [Fact]
    public void Two_letters_swapped_are_one_change() => Assert.Equal("bkd", NearestName.Of("bdk", ["kd", "ce", "bkd"]));

    [Fact]
    public void Of_equally_near_names_the_first_is_taken() => Assert.Equal("abc", NearestName.Of("abx", ["abc", "abd"]));

    [Fact]
    public void The_hint_is_a_sentence_or_nothing()
    {
        Assert.Equal(" Did you mean mnist?", NearestName.Hint("mnits", Known));
        Assert.Equal("", NearestName.Hint("imagenet", Known));
    }
}
