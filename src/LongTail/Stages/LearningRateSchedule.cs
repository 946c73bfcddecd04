using System.Collections.Immutable;

namespace LongTail.Stages;

/// <summary>How the learning rate falls over the epochs, as a factor on the base rate.</summary>
public abstract record LearningRateSchedule
{
    /// <summary>Factor on the base learning rate.</summary>
    /// <param name="epoch">0-based.</param>
    /// <param name="epochs">Of the whole stage.</param>
    public abstract double FactorAt(int epoch, int epochs);

    /// <summary>The same course over another number of epochs.</summary>
    /// <param name="from">Epochs it was made for.</param>
    /// <param name="to">Epochs it shall be for.</param>
    public abstract LearningRateSchedule Stretched(int from, int to);
}

/// <summary>Constant pieces: the rate is multiplied by a factor at each of some epochs (BKD section 5.2: x 0.01 at 160 and again at 180).</summary>
/// <param name="DropAt">0-based epochs from which one more factor applies.</param>
/// <param name="Factor">Of one drop, in (0, 1].</param>
public sealed record StepSchedule(ImmutableArray<int> DropAt, double Factor) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double FactorAt(int epoch, int epochs)
    {
        double factor = 1;
        foreach (int drop in DropAt)
            if (epoch >= drop) factor *= Factor;
        return factor;
    }

    /// <inheritdoc/>
    public override LearningRateSchedule Stretched(int from, int to) => this with { DropAt = [.. DropAt.Select(epoch => Recipe.EpochAt((double)epoch / from, to))] };
}

/// <summary>Half a cosine from 1 down towards 0, one value per epoch: (1 + cos(pi e / E)) / 2 (Kang et al. 2020).</summary>
public sealed record CosineSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double FactorAt(int epoch, int epochs) => (1 + Math.Cos(Math.PI * epoch / epochs)) / 2;

    /// <inheritdoc/>
    public override LearningRateSchedule Stretched(int from, int to) => this;
}
