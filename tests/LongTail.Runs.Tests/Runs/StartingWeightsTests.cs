using LongTail.Data;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Runs;
using LongTail.Stages;
using LongTail.Store;
using static TorchSharp.torch;

namespace LongTail.Tests.Runs;

/// <summary>What a stage takes over from the one it starts from, and what may be changed before the first step.</summary>
public sealed class StartingWeightsTests(WholeRuns whole) : IDisposable
{
    readonly Workshop _workshop = Workshop.With(whole.Of(new CrossEntropy()));

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void With_the_features_alone_the_head_is_drawn_anew()
    {
        using NamedTensors before = Last(whole.Of(new CrossEntropy()).Single()), after = Last(_workshop.Run(new Untrained(StartingWeights.Features, null))[^1]);
        foreach ((string name, Tensor start) in before.Tensors)
            Assert.Equal(!name.StartsWith("linear.", StringComparison.Ordinal), start.equal(after.Tensors[name]).all().item<bool>());
    }

    [Fact]
    public void A_stage_without_epochs_is_measured_once_and_keeps_every_weight()
    {
        StageResult start = whole.Of(new CrossEntropy()).Single(), result = _workshop.Run(new Untrained(StartingWeights.Everything, null))[^1];
        using NamedTensors before = Last(start), after = Last(result);
        foreach ((string name, Tensor weights) in before.Tensors) TensorAssert.Close(weights, after.Tensors[name], 0, 0);
        Assert.Equal(start.Last.Evaluation!.Correct, Assert.Single(result.History).Evaluation!.Correct);
        Assert.True(double.IsNaN(result.ImagesPerSecond));
    }

    [Fact]
    public void A_stage_without_epochs_is_found_again_and_evaluated_from_its_folder()
    {
        StageResult result = _workshop.Run(new Untrained(StartingWeights.Everything, 3))[^1];
        Assert.True(_workshop.Run(new Untrained(StartingWeights.Everything, 3))[^1].Reused);
        EvaluatedCheckpoint evaluated = CheckpointEvaluator.Evaluate(result.Folder, _workshop.Data);
        Assert.Equal(result.Last.Evaluation!.Correct, evaluated.Predictions.Evaluate().Correct);
        Assert.All(evaluated.Predictions.Predicted, label => Assert.Equal(3, label));
    }

    [Fact]
    public void An_objective_sees_the_network_the_stage_started_from_unchanged()
    {
        _workshop.Run(new Untrained(StartingWeights.Features, null));
        Assert.Equal(StartingWeights.Features, Favourite.Seen!.Value.StartWith);
        Assert.False(Favourite.Seen.Value.HeadsAreEqual);
    }

    [Fact]
    public void With_frozen_statistics_the_moments_stay_and_without_they_drift()
    {
        using NamedTensors before = Last(whole.Of(new CrossEntropy()).Single());
        foreach (bool frozen in new[] { true, false })
        {
            using NamedTensors after = Last(_workshop.Run(new HeadAlone(frozen))[^1]);
            foreach ((string name, Tensor start) in before.Tensors.Where(pair => !pair.Key.StartsWith("linear.", StringComparison.Ordinal)))
                Assert.Equal(frozen || !name.Contains("running", StringComparison.Ordinal) && !name.Contains("batches", StringComparison.Ordinal), start.equal(after.Tensors[name]).all().item<bool>());
        }
    }

    static NamedTensors Last(StageResult result) => StoredStage.Open(result.Folder).ReadWeights(StoredWeights.Last);

    sealed record HeadAlone(bool Frozen) : Method
    {
        public override Stage Plan(Recipe recipe) =>
            recipe.Stage("again", new CrossEntropy.Loss()) with { StartFrom = CrossEntropy.TeacherFor(recipe), Trained = TrainedPart.Head, FrozenStatistics = Frozen };
    }

    sealed record Untrained(StartingWeights StartWith, int? Class) : Method
    {
        public override Stage Plan(Recipe recipe) =>
            recipe.Stage("untrained", new Favourite(Class, StartWith)) with { StartFrom = CrossEntropy.TeacherFor(recipe), StartWith = StartWith, Epochs = 0 };
    }

    // Makes the network call everything by one name; null changes nothing.
    sealed record Favourite(int? Class, StartingWeights StartWith) : Objective, IInitializesWeights
    {
        public static (StartingWeights StartWith, bool HeadsAreEqual)? Seen { get; private set; }

        public override int Version => 1;

        public void Initialize(StageContext context)
        {
            Batch batch = context.PlainBatches().First();
            bool equal = context.StartedFrom!.Logits(batch.Images).equal(new FrozenNetwork(context.Network).Logits(batch.Images)).all().item<bool>();
            Seen = (StartWith, equal);
            if (Class is { } label) context.Network.Head().Last()[label].fill_(1e6);
        }

        public override StepFunction Bind(StageContext context) => (_, _) => throw new InvalidOperationException("No step is taken.");
    }
}
