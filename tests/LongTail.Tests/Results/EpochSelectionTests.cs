using LongTail.Results;

namespace LongTail.Tests.Results;

public sealed class EpochSelectionTests
{
    static readonly EpochRecord[] s_history = [Epoch(0, 2, 1), Epoch(1, 3, 2), Epoch(2, null, null), Epoch(3, 3, 4), Epoch(4, 1, 4)];

    [Fact]
    public void The_best_epoch_is_chosen_on_validation_images_where_there_are_some()
    {
        Assert.Equal((1, 3, 3), (EpochSelection.OnTest(s_history).Epoch, EpochSelection.OnValidation(s_history)!.Epoch, EpochSelection.Kept(s_history).Epoch));
        EpochRecord[] without = [.. s_history.Select(epoch => epoch with { OnValidation = null })];
        Assert.Null(EpochSelection.OnValidation(without));
        Assert.Equal(1, EpochSelection.Kept(without).Epoch);
    }

    // Of 8 and 2 images: top-1 chooses the first epoch, which knows the large class alone.
    [Fact]
    public void Of_unbalanced_images_the_best_epoch_is_that_of_the_best_balanced_accuracy()
    {
        EpochRecord[] history = [Unbalanced(0, 8, 0), Unbalanced(1, 5, 2), Unbalanced(2, 4, 2)];
        Assert.True(history[0].Evaluation!.Top1 > history[1].Evaluation!.Top1);
        Assert.Equal((1, 1, 1), (EpochSelection.OnTest(history).Epoch, EpochSelection.OnValidation(history)!.Epoch, EpochSelection.Kept(history).Epoch));
        HalfSelection halves = HalfSelection.Of(history)!;
        Assert.Equal((1, 1), (halves.ChosenOnFirst.Epoch, halves.ChosenOnSecond.Epoch));
    }

    static EpochRecord Unbalanced(int epoch, int large, int small)
    {
        EvaluationResult result = new([8, 2], [large, small], [8, 2]) { CorrectInFirstHalf = [(large + 1) / 2, (small + 1) / 2] };
        return new(epoch, 0.1, 1, [], 8, 1, result) { OnValidation = result };
    }

    static EpochRecord Epoch(int epoch, int? onTest, int? onValidation) => new(epoch, 0.1, 1, [], 8, 1, Right(onTest)) { OnValidation = Right(onValidation) };

    static EvaluationResult? Right(int? right) => right is { } count ? new([4], [count], [4]) : null;
}
