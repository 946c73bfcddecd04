namespace LongTail.Results;

/// <summary>The best epoch without its optimism: chosen on one half of the test images and measured on the other, and the other way round.</summary>
/// <param name="ChosenOnFirst">The second half's images, at the epoch that was best on the first.</param>
/// <param name="ChosenOnSecond">The first half's, at the epoch that was best on the second.</param>
/// <remarks>No training image is held out for it, and no image that had a part in the choice is measured.</remarks>
public sealed record HalfSelection(HalfChoice ChosenOnFirst, HalfChoice ChosenOnSecond)
{
    /// <summary>Chooses by <see cref="EvaluationResult.SelectionScore"/> among the evaluated epochs, the earliest of equals.</summary>
    /// <param name="history">Of one stage.</param>
    /// <returns>Null when no epoch was evaluated, the halves of one are not known, or no class has two test images.</returns>
    public static HalfSelection? Of(IEnumerable<EpochRecord> history)
    {
        var halves = history.Where(epoch => epoch.Evaluation is not null).Select(epoch => (epoch.Epoch, Halves: epoch.Evaluation!.Halves())).ToArray();
        if (halves.Length == 0 || halves.Any(epoch => epoch.Halves is null)) return null;
        if (halves[0].Halves!.Value is var (first, second) && (first.Images.Sum() == 0 || second.Images.Sum() == 0)) return null;   // one image of each class: there is no second half to choose or to measure on
        var byFirst = halves.MaxBy(epoch => epoch.Halves!.Value.First.SelectionScore);
        var bySecond = halves.MaxBy(epoch => epoch.Halves!.Value.Second.SelectionScore);
        return new(new(byFirst.Epoch, byFirst.Halves!.Value.Second), new(bySecond.Epoch, bySecond.Halves!.Value.First));
    }

    /// <summary>The mean of both directions.</summary>
    /// <param name="measure">Such as the balanced accuracy; null or NaN where a half has nothing to measure it by.</param>
    /// <returns>Of the direction that has it when only one has; null when none has.</returns>
    public double? Mean(Func<EvaluationResult, double?> measure)
    {
        double[] values = [.. new[] { measure(ChosenOnFirst.Measured), measure(ChosenOnSecond.Measured) }.OfType<double>().Where(double.IsFinite)];
        return values.Length == 0 ? null : values.Average();
    }
}

/// <summary>An epoch chosen on one half of the test images.</summary>
/// <param name="Epoch">0-based.</param>
/// <param name="Measured">What the network of that epoch got right in the other half.</param>
public sealed record HalfChoice(int Epoch, EvaluationResult Measured);
