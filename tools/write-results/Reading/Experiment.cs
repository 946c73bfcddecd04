using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Runs;

namespace LongTail.Tools.WriteResults.Reading;

/// <summary>Methods compared under one recipe and with the same seeds.</summary>
/// <param name="Arms">Teachers first, then in the order of the catalog.</param>
sealed record Experiment(ImmutableArray<Arm> Arms)
{
    const int LongestValue = 80;

    /// <summary>Of the first network; all have the same data and architecture.</summary>
    public ModelCard Card => Networks.First().Card;

    /// <summary>Training images per class.</summary>
    public ClassCounts Counts => new(Card.TrainingImages.AsSpan());

    /// <summary>All networks, arm by arm.</summary>
    public IEnumerable<TrainedNetwork> Networks => Arms.SelectMany(arm => arm.Networks);

    /// <summary>Number of seeds, n.</summary>
    public int Seeds => Arms[0].Networks.Length;

    /// <summary>The pairs of methods whose difference is worth a row: each against cross-entropy, and each distillation against the plain one.</summary>
    public IEnumerable<(Arm Arm, Arm Other)> Pairs =>
        from arm in Arms
        from other in Arms
        where arm != other && (other.Method == "ce" || other.Method == "kd" && arm.Networks[0].Card.Teachers.Length > 0)
        select (arm, other);

    /// <summary>Puts networks into arms.</summary>
    /// <exception cref="RefusedRunException">They are not one experiment, or a part of it is missing.</exception>
    public static Experiment Of(IReadOnlyCollection<TrainedNetwork> networks)
    {
        HashSet<string> teachers = [.. networks.SelectMany(network => network.Card.Teachers)];
        teachers.ExceptWith(networks.Select(network => network.Card.Key));
        if (teachers.FirstOrDefault() is { } missing)
            throw new RefusedRunException($"found no stage {missing[..12]}, expected the teacher of another stage beside it. Run the same command again, and it is trained anew.");

        IReadOnlyCollection<TrainedNetwork> ofAllClasses = [.. networks.Where(network => network.Card.Subset is null)];   // others' accuracies are of other classes
        if (ofAllClasses.Count == 0) throw new RefusedRunException("found networks of single groups of classes alone, expected one of all classes. Finish the run with the same command.");
        Experiment experiment = new([.. ofAllClasses.GroupBy(network => network.Card.Method, StringComparer.Ordinal).Select(same => ArmOf(same, ofAllClasses)).OrderBy(PlaceOf).ThenBy(arm => arm.Method, StringComparer.Ordinal)]);
        foreach (Arm arm in experiment.Arms) experiment.Check(arm);
        return experiment;
    }

    static Arm ArmOf(IGrouping<string, TrainedNetwork> same, IReadOnlyCollection<TrainedNetwork> all) =>
        new(same.Key, all.Any(other => other.Card.Teachers.Intersect(same.Select(network => network.Card.Key)).Any()), [.. same.OrderBy(network => network.Card.Seed)]);

    static (bool IsStudent, int Place) PlaceOf(Arm arm)
    {
        int place = MethodCatalog.All.Select(entry => entry.Name).ToList().IndexOf(arm.Method);
        return (!arm.IsTeacher, place < 0 ? int.MaxValue : place);
    }

    void Check(Arm arm)
    {
        TrainedNetwork first = arm.Networks[0], reference = Arms[0].Networks[0];
        foreach (TrainedNetwork network in arm.Networks) CheckEqual(network, first, settings => settings.Members);
        CheckEqual(first, reference, settings => settings.Shared);
        if (!arm.Seeds.SequenceEqual(Arms[0].Seeds))
            throw new RefusedRunException($"found seeds {Text(arm.Seeds)} of {arm.Method} and {Text(Arms[0].Seeds)} of {Arms[0].Method}, expected the same seeds of all methods. Train the missing ones into this folder, or give each experiment its own.");
    }

    static void CheckEqual(TrainedNetwork found, TrainedNetwork expected, Func<StageSettings, IReadOnlyDictionary<string, string>> chosen)
    {
        IReadOnlyDictionary<string, string> mine = chosen(found.Settings), theirs = chosen(expected.Settings);
        if (mine.Keys.Union(theirs.Keys).FirstOrDefault(key => mine.GetValueOrDefault(key) != theirs.GetValueOrDefault(key)) is { } name)
            throw new RefusedRunException($"found {name} {Shown(mine, name)} in {Name(found)} and {Shown(theirs, name)} in {Name(expected)}, expected one recipe, apart from method and seed. Train each recipe into a folder of its own (--out).");
    }

    static string Shown(IReadOnlyDictionary<string, string> settings, string name) =>
        settings.GetValueOrDefault(name, "(none)") is var value && value.Length > LongestValue ? value[..LongestValue] + "..." : value;

    static string Name(TrainedNetwork network) => $"{network.Card.Method}-{network.Card.Key[..12]}";

    static string Text(IEnumerable<int> seeds) => string.Join(", ", seeds);
}
