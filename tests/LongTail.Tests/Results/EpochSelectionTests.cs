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

    static EpochRecord Epoch(int epoch, int? onTest, int? onValidation) => new(epoch, 0.1, 1, [], 8, 1, Right(onTest)) { OnValidation = Right(onValidation) };

    static EvaluationResult? Right(int? right) => right is { } count ? new([4], [count], [4]) : null;
}
