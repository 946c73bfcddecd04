using LongTail.Methods;
using LongTail.Stages;
using LongTail.Tests.Stages;
using LongTail.Tests.Training;
using TorchSharp;

namespace LongTail.Tests.Methods;

/// <summary>What every method must hold, from its line in the catalog alone.</summary>
public class CatalogTests
{
    public static TheoryData<string> Names => [.. MethodCatalog.All.Select(entry => entry.Name)];

    /// <summary>Those whose last stage takes steps; the others only change a trained network's weights.</summary>
    public static TheoryData<string> Trained => [.. MethodCatalog.All.Where(entry => entry.Method.Plan(PaperRecipe.Of(entry.Method)).Epochs > 0).Select(entry => entry.Name)];

    [Theory, MemberData(nameof(Names))]
    public void It_plans_a_stage_that_is_called_by_its_name_and_has_a_stable_key(string name)
    {
        Stage stage = Of(name).Plan(PaperRecipe.Of(Of(name)));
        Assert.Equal(name, stage.Method);
        Assert.Equal(stage.Key, Of(name).Plan(PaperRecipe.Of(Of(name))).Key);
        Assert.DoesNotContain(stage.Key, stage.Teachers.Select(teacher => teacher.Key));
    }

    [Theory, MemberData(nameof(Names))]
    public void It_has_a_page(string name) =>
        Assert.True(File.Exists(Path.Combine(Repository.Root, "docs", "methods", $"{name}.md")), $"docs/methods/{name}.md is missing.");

    [Theory, MemberData(nameof(Trained))]
    public void Its_loss_is_finite_and_falls(string name)
    {
        using ToyTraining training = ToyTraining.Of(Of(name), epochs: 10).Train();
        Assert.All(training.Epochs, epoch => Assert.True(double.IsFinite(epoch.Loss)));
        Assert.All(training.Epochs.SelectMany(epoch => epoch.Terms), term => Assert.True(double.IsFinite(term.Value)));
        Assert.NotEmpty(training.Epochs[0].Terms);
        Assert.True(training.Epochs.Min(epoch => epoch.Loss) < 0.9 * training.Epochs[0].Loss, string.Join(", ", training.Epochs.Select(epoch => epoch.Loss)));
    }

    [Theory, MemberData(nameof(Trained))]
    public void Two_runs_of_one_seed_are_equal_to_the_last_bit_and_another_seed_is_not(string name)
    {
        Stage stage = Toy.Stage(Of(name), epochs: 2);
        using ToyTraining first = new(stage), second = new(stage), other = new(stage with { Seed = 1 });
        Assert.Equal(first.Train().Weights(), second.Train().Weights());
        Assert.Equal(first.Epochs.Select(epoch => epoch.Loss), second.Epochs.Select(epoch => epoch.Loss));
        Assert.NotEqual(first.Weights(), other.Train().Weights());
    }

    [Theory, MemberData(nameof(Trained))]
    public void Its_steps_leave_no_tensor_behind(string name)
    {
        long atStart = Live;
        List<long> afterSteps = [];
        using (ToyTraining training = ToyTraining.Of(Of(name)))
        {
            training.AfterStep = _ => afterSteps.Add(Live);
            training.Train();
        }
        Assert.True(afterSteps.Count >= 20);
        Assert.Single(afterSteps.Skip(1).Distinct());   // the first step makes the meter's sums, one per named part
        Assert.Equal(atStart, Live);
    }

    static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    static Method Of(string name) => Fitting.Of(name, Toy.Train.Counts);
}
