using LongTail.Methods;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Tests.Runs;

public sealed class FinishedStagesTests : IDisposable
{
    readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void What_was_trained_is_found_without_its_data_and_nothing_else_is()
    {
        StageResult[] trained = [.. _workshop.Run(new KnowledgeDistillation())];
        Recipe kd = Workshop.Recipe(new KnowledgeDistillation());
        Stage wanted = kd.Method.Plan(kd);
        Assert.NotEqual(trained[1].Stage.Key, wanted.Key);                        // the fingerprint of the data is in it
        Stage[] others = [wanted with { Seed = 5 }, wanted with { Epochs = wanted.Epochs + 1 }, wanted with { Data = wanted.Data with { SubsetSeed = 1 } }];

        StageResult?[] found = [.. FinishedStages.In(_workshop.Output, [wanted, .. wanted.Teachers, .. others])];
        Assert.Equal([trained[1].Folder, trained[0].Folder, null, null, null], found.Select(result => result?.Folder));
        Assert.Equal(trained[1].Last.Evaluation!.Correct, found[0]!.Last.Evaluation!.Correct);
        Assert.Equal([null], FinishedStages.In(Path.Combine(_workshop.Output, "nowhere"), [wanted]));
    }

    // The mean over seeds of two data sets would be a number of neither.
    [Fact]
    public void Networks_of_other_data_are_not_mixed_with_those_of_the_last()
    {
        Recipe recipe = Workshop.Recipe(new CrossEntropy());
        StageResult zero = Trained(0), one = Trained(1);
        Assert.Equal([zero.Folder, one.Folder], FinishedStages.In(_workshop.Output, [Wanted(0), Wanted(1)]).Select(result => result?.Folder));

        Damage.Flip(Path.Combine(_workshop.Data, "t10k-images-idx3-ubyte"), -1);
        StageResult other = Trained(1);
        Assert.NotEqual(one.Folder, other.Folder);
        Assert.Equal([null, other.Folder], FinishedStages.In(_workshop.Output, [Wanted(0), Wanted(1)]).Select(result => result?.Folder));

        Stage Wanted(int seed) => recipe.Method.Plan(recipe with { Seed = seed });

        StageResult Trained(int seed) => _workshop.Run(_workshop.Plan([recipe with { Seed = seed }])).Single();
    }
}
