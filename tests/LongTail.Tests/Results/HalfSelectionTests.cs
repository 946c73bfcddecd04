using LongTail.Results;

namespace LongTail.Tests.Results;

public sealed class HalfSelectionTests
{
    // Two classes of four test images; right in the first half (of two and two) and in the second.
    static readonly EpochRecord[] s_history =
    [
        Epoch(0, first: [1, 0], second: [0, 0]),
        Epoch(1, first: [2, 1], second: [1, 0]),          // best on the first half: 3 of 4
        Epoch(2, null, null),                             // not evaluated
        Epoch(3, first: [1, 1], second: [2, 1]),          // best on the second half: 3 of 4
        Epoch(4, first: [0, 2], second: [1, 1]),
    ];

    [Fact]
    public void What_is_best_on_one_half_is_measured_on_the_other()
    {
        HalfSelection chosen = HalfSelection.Of(s_history)!;
        Assert.Equal((1, 0.25), (chosen.ChosenOnFirst.Epoch, chosen.ChosenOnFirst.Measured.Top1));
        Assert.Equal((3, 0.5), (chosen.ChosenOnSecond.Epoch, chosen.ChosenOnSecond.Measured.Top1));
        Assert.Equal(0.375, chosen.Mean(half => half.Top1));
        Assert.Equal((0 + 0.5) / 2, chosen.Mean(half => half.ClassAccuracy(1)));
    }

    [Fact]
    public void Of_equally_good_epochs_the_earliest_is_chosen() =>
        Assert.Equal(7, HalfSelection.Of([Epoch(7, [1, 1], [1, 1]), Epoch(8, [1, 1], [1, 1])])!.ChosenOnFirst.Epoch);

    [Fact]
    public void With_one_evaluated_epoch_there_is_nothing_to_choose() =>
        Assert.Equal(s_history[1].Evaluation!.Top1, HalfSelection.Of([s_history[1]])!.Mean(half => half.Top1));

    [Fact]
    public void Where_a_half_is_not_known_nothing_is_chosen()
    {
        EpochRecord old = s_history[0] with { Evaluation = s_history[0].Evaluation! with { CorrectInFirstHalf = null } };
        Assert.Null(HalfSelection.Of([old, s_history[1]]));
        Assert.Null(HalfSelection.Of([s_history[2]]));
        Assert.Null(HalfSelection.Of([]));
    }

    // As of a folder of few pictures, of which one of each class is held out: all of them are in the first half.
    [Fact]
    public void With_one_test_image_of_each_class_nothing_is_chosen()
    {
        EvaluationResult single = new([1, 1], [0, 1], [1, 1]) { CorrectInFirstHalf = [0, 1] };
        Assert.Null(HalfSelection.Of([s_history[0] with { Evaluation = single }, s_history[1] with { Evaluation = single with { Correct = [1, 1], CorrectInFirstHalf = [1, 1] } }]));
    }

    [Fact]
    public void A_measure_that_only_one_half_has_is_that_half()
    {
        // One test image of the second class: it is in the first half.
        EvaluationResult single = new([4, 1], [2, 1], [4, 1]) { CorrectInFirstHalf = [1, 1] };
        HalfSelection chosen = HalfSelection.Of([s_history[0] with { Evaluation = single }])!;
        Assert.Equal(1, chosen.Mean(half => half.ClassAccuracy(1)));
        Assert.Null(chosen.Mean(_ => null));
    }

    static EpochRecord Epoch(int number, int[]? first, int[]? second)
    {
        EvaluationResult? evaluation = first is null ? null : new([4, 4], [.. first.Zip(second!, (x, y) => x + y)], [4, 4]) { CorrectInFirstHalf = [.. first] };
        return new(number, 0.1, 1, [], 8, 1, evaluation);
    }
}
