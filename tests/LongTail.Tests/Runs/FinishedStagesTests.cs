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
}
