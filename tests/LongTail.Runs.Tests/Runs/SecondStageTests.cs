using System.Collections.Immutable;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;
using LongTail.Store;
using static TorchSharp.torch;

namespace LongTail.Tests.Runs;

/// <summary>Whole runs of the methods that go on from a trained network, and what they leave as it was.</summary>
public sealed class SecondStageTests(WholeRuns whole) : IDisposable
{
    readonly Workshop _workshop = Workshop.With(whole.Of(new BalancedDistillationRetraining()));

    public void Dispose() => _workshop.Dispose();

    public static TheoryData<string> Retraining => ["crt", "bkd-crt"];

    [Theory, MemberData(nameof(Retraining))]
    public void Classifier_retraining_leaves_features_and_moments_as_they_are_to_the_last_bit(string name)
    {
        ImmutableArray<StageResult> results = whole.Of(MethodOf(name));
        using NamedTensors before = Last(results[^2]), after = Last(results[^1]);
        foreach ((string entry, Tensor start) in before.Tensors) Assert.Equal(!IsHead(entry), AreEqual(start, after.Tensors[entry]));
        Assert.Equal(before.Tensors.Keys, after.Tensors.Keys);
    }

    [Theory, MemberData(nameof(Retraining))]
    public void With_drifting_moments_the_parameters_of_the_features_stay_and_the_moments_do_not(string name)
    {
        Method method = name == "crt" ? new ClassifierRetraining { Statistics = BatchStatistics.Drifting } : new BalancedDistillationRetraining { Statistics = BatchStatistics.Drifting };
        StageResult result = _workshop.Run(method)[^1];
        using NamedTensors before = Last(whole.Of(MethodOf(name))[^2]), after = Last(result);
        foreach ((string entry, Tensor start) in before.Tensors.Where(pair => !IsHead(pair.Key)))
            Assert.Equal(!entry.Contains("running_", StringComparison.Ordinal) && !entry.Contains("num_batches", StringComparison.Ordinal), AreEqual(start, after.Tensors[entry]));
    }

    [Fact]
    public void Weight_scaling_keeps_the_classifier_and_learns_a_factor_per_class()
    {
        ImmutableArray<StageResult> results = whole.Of(new LearnableWeightScaling());
        using NamedTensors before = Last(results[^2]), after = Last(results[^1]);
        foreach ((string entry, Tensor start) in before.Tensors) Assert.True(AreEqual(start, after.Tensors[entry]), entry);
        Tensor scale = after.Tensors["linear.scale"];
        Assert.Equal([10L], scale.shape);
        Assert.True((scale != 1).all().item<bool>());
    }

    [Fact]
    public void What_was_committed_predicts_as_it_was_measured()
    {
        foreach (MethodEntry entry in MethodCatalog.All.Where(entry => entry.Method is LearnableWeightScaling or NearestClassMean or PostHocAdjustment or AdjustedDistillation or TauNormalization))
        {
            StageResult result = whole.Of(entry.Method)[^1];
            Assert.Equal(result.Last.Evaluation!.Correct, CheckpointEvaluator.Evaluate(result.Folder, _workshop.Data).Predictions.Evaluate().Correct);
        }
    }

    [Fact]
    public void Post_hoc_adjustment_predicts_more_of_the_rare_classes_than_the_network_it_adjusts()
    {
        Predictions before = CheckpointEvaluator.Evaluate(whole.Of(new CrossEntropy())[^1].Folder, _workshop.Data).Predictions;
        Predictions after = CheckpointEvaluator.Evaluate(whole.Of(new PostHocAdjustment { Tau = 1 })[^1].Folder, _workshop.Data).Predictions;
        Assert.True(after.Predicted.Count(label => label >= 5) > before.Predicted.Count(label => label >= 5));
    }

    [Fact]
    public void A_student_learns_from_a_deeper_teacher_than_itself()
    {
        NetworkSpec deeper = new CifarResNet { Depth = 14, Width = 2 };
        foreach (Method method in (Method[])[new KnowledgeDistillation { TeacherNetwork = deeper }, new BalancedDistillation { TeacherNetwork = deeper }])
        {
            ImmutableArray<StageResult> results = _workshop.Run(method);
            Assert.Equal(["resnet14w2", "resnet8w2"], results.Select(result => result.Stage.Network.Label));
            Assert.All(results[^1].History, epoch => Assert.True(double.IsFinite(epoch.Loss)));
        }
    }

    static Method MethodOf(string name) => MethodCatalog.All.Single(entry => entry.Name == name).Method;

    static bool IsHead(string entry) => entry.StartsWith("linear.", StringComparison.Ordinal);

    static bool AreEqual(Tensor one, Tensor other) => one.equal(other).all().item<bool>();

    static NamedTensors Last(StageResult result) => StoredStage.Open(result.Folder).ReadWeights(StoredWeights.Last);
}
