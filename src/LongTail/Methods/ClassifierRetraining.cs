using LongTail.Stages;

namespace LongTail.Methods;

/// <summary>cRT: the features of a cross-entropy network, and a fresh classifier on top trained on class-balanced batches (Kang et al. 2020).</summary>
public sealed record ClassifierRetraining : Method
{
    /// <summary>Length of the second stage, as a fraction of the epochs; at least one epoch. 10 of 90 on ImageNet-LT and 30 of 200 on iNaturalist in the paper.</summary>
    public double HeadEpochs { get; init => field = Ranges.Fraction(value, "length of the second stage"); } = 0.15;

    /// <summary>What becomes of the batch-norm moments in the second stage.</summary>
    public BatchStatistics Statistics { get; init; }

    /// <summary>Which weights of the first stage the second starts from.</summary>
    public WeightsEpoch FirstStageEpoch { get; init; }

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) =>
        HeadStage.Retraining(recipe, "crt", CrossEntropy.TeacherFor(recipe), HeadEpochs, Statistics, FirstStageEpoch).WithFreshHead();
}
