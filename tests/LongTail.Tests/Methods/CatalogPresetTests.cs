using System.Collections.Immutable;
using LongTail.Methods;
using LongTail.Stages;
using LongTail.Tests.Stages;
using LongTail.Tests.Training;

namespace LongTail.Tests.Methods;

/// <summary>What every method must hold under the settings of its paper and of its released code, from its line in the catalog alone.</summary>
public sealed class CatalogPresetTests
{
    const string Keys = "method-keys.txt";

    /// <summary>Those that differ from the fair settings, on the published data sets or on any other, and take steps.</summary>
    public static TheoryData<string, string> Trained => [.. All.Where(preset => preset.Name != Fair && Toy.Stage(preset.Method).Epochs > 0).Select(preset => (preset.Label, preset.Name))];

    const string Fair = "fair";

    static ImmutableArray<Preset> All { get; } =
    [
        .. from entry in MethodCatalog.All
           from set in entry.Sets.Select(own => own.Set).Prepend("")
           from preset in Of(entry, set)
           select preset,
    ];

    [Theory, MemberData(nameof(Trained))]
    public void Its_loss_is_finite_and_falls_and_two_runs_are_equal_to_the_last_bit(string label, string name)
    {
        Stage stage = Toy.Stage(Fitting.Of(All.Single(preset => preset.Label == label && preset.Name == name).Method, Toy.Train.Counts), epochs: 10);
        using ToyTraining first = new(stage), second = new(stage);
        Assert.All(first.Train().Epochs, epoch => Assert.True(double.IsFinite(epoch.Loss)));
        Assert.True(first.Epochs.Min(epoch => epoch.Loss) < 0.9 * first.Epochs[0].Loss, string.Join(", ", first.Epochs.Select(epoch => epoch.Loss)));
        Assert.Equal(first.Weights(), second.Train().Weights());
    }

    /// <summary>
    /// A line for each method, preset and data set with settings of its own. What users have trained is found by these keys: a change trains it anew. A new
    /// method is free to have none yet, for it takes one file and one line; whoever publishes it adds its keys.
    /// </summary>
    [Fact]
    public void Keys_of_all_methods_never_change()
    {
        HashSet<string> found = [.. All.Select(preset => $"{preset.Label} {preset.Name} {preset.Method.Plan(PaperRecipe.Of(preset.Method)).Key.Hex}")];
        string[] published = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "LongTail.Tests", "Golden", Keys));
        Assert.NotEmpty(published);
        Assert.DoesNotContain(published, line => !found.Contains(line));
    }

    static IEnumerable<Preset> Of(MethodEntry entry, string set)
    {
        MethodEntry own = entry.On(set);
        string label = set.Length == 0 ? entry.Name : $"{entry.Name}@{set}";
        yield return new(label, Fair, own.Method);
        if (own.Paper is { } paper) yield return new(label, "paper", paper);
        if (own.Reference is { } reference) yield return new(label, "reference", reference);
    }

    sealed record Preset(string Label, string Name, Method Method);
}
