using LongTail.Cli.Display;
using LongTail.Data;
using LongTail.Results;

namespace LongTail.Cli.Tests.Display;

public sealed class WordsTests
{
    [Fact]
    public void What_a_stage_chose_by_itself_is_told_behind_its_result()
    {
        EpochRecord record = new(0, 0, 0, [], 0, 0, null);
        Assert.Equal("", Words.Chosen(record));
        Assert.Equal(", tau 0.8 chosen on the validation images", Words.Chosen(record with { Chosen = [new("tau", 0.8)] }));
    }

    [Fact]
    public void Every_cut_is_told_in_words_with_all_that_makes_it_another_one()
    {
        Assert.Equal("folders", Of(new AsItIs()));
        Assert.Equal("folders, exponential, ratio 100", Of(new ExponentialProfile(100)));
        Assert.Equal("folders, exponential, ratio 1.5, largest class of 40", Of(new ExponentialProfile(1.5) { Largest = 40 }));
        Assert.Equal("folders, step, ratio 10", Of(new StepProfile(10)));
        Assert.Equal("folders, step, ratio 10, 0.7 of the classes in the tail, largest class of 40", Of(new StepProfile(10) { TailFraction = 0.7, Largest = 40 }));
        Assert.Equal("folders, Pareto, power 6, 1280 to 5 images", Of(new ParetoProfile(6, 1280, 5)));
        Assert.Equal("folders, Pareto, power 6, 1280 to 5 images, subset seed 3", Words.Data(new() { Set = "folders", Profile = new ParetoProfile(6, 1280, 5), SubsetSeed = 3 }));
    }

    [Fact]
    public void A_cut_that_has_no_words_is_a_mistake_of_the_program() => Assert.Throws<ArgumentOutOfRangeException>(() => Of(new Unheard()));

    static string Of(LongTailProfile profile) => Words.Data(new() { Set = "folders", Profile = profile });

    sealed record Unheard : LongTailProfile
    {
        public override int[] Keep(ReadOnlySpan<int> available) => available.ToArray();
    }
}
