using System.Collections.Immutable;
using LongTail.Results;

namespace LongTail.Tools.WriteResults.Reading;

/// <summary>One method, trained with one or several seeds.</summary>
/// <param name="Method">Such as "bkd".</param>
/// <param name="IsTeacher">Whether others of the run learned from it.</param>
/// <param name="Networks">One per seed, by seed.</param>
sealed record Arm(string Method, bool IsTeacher, ImmutableArray<TrainedNetwork> Networks)
{
    /// <summary>The method, and whether others learned from it.</summary>
    public string Label => IsTeacher ? $"{Method} (teacher)" : Method;

    /// <summary>The seeds, ascending.</summary>
    public IEnumerable<int> Seeds => Networks.Select(network => network.Card.Seed);

    /// <summary>Sums up a number of each network.</summary>
    public RepeatedMeasurement Over(Func<TrainedNetwork, double> value) => RepeatedMeasurement.Of([.. Networks.Select(value)]);

    /// <summary>Sums up what this gains over another arm, seed by seed.</summary>
    /// <param name="other">With the same seeds.</param>
    /// <param name="value">What is compared.</param>
    public RepeatedMeasurement GainOver(Arm other, Func<TrainedNetwork, double> value) =>
        RepeatedMeasurement.Of([.. Networks.Zip(other.Networks, (mine, theirs) => value(mine) - value(theirs))]);
}
