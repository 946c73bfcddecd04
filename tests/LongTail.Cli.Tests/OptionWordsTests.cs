using LongTail.Cli.Commands;
using LongTail.Foundation;
using LongTail.Runs;

namespace LongTail.Cli.Tests;

public sealed class OptionWordsTests
{
    [Fact]
    public void Every_value_has_a_word_that_is_read_as_it()
    {
        foreach (GroupConvention groups in Enum.GetValues<GroupConvention>()) Assert.Equal(groups, OptionWords.Groups.Read(OptionWords.Groups.Of(groups)));
        foreach (StoredWeights weights in Enum.GetValues<StoredWeights>()) Assert.Equal(weights, OptionWords.Weights.Read(OptionWords.Weights.Of(weights)));
        Assert.Equal(("kang", "oltr", "last", "best"), (OptionWords.Groups.Of(GroupConvention.Kang), OptionWords.Groups.Of(GroupConvention.Oltr), OptionWords.Weights.Of(StoredWeights.Last), OptionWords.Weights.Of(StoredWeights.Best)));
    }

    [Fact]
    public void An_option_offers_its_words_and_takes_the_first_where_none_is_given()
    {
        System.CommandLine.Option<string> option = OptionWords.Groups.Option("About.");
        Assert.Equal(("--groups", "kang|oltr"), (option.Name, option.HelpName));
        System.CommandLine.RootCommand root = new() { option };
        Assert.Equal("kang", root.Parse([]).GetValue(option));
    }
}
