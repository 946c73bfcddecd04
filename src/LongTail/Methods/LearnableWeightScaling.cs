using LongTail.Networks;
using LongTail.Stages;

namespace LongTail.Methods;

/// <summary>LWS: a cross-entropy network of which one factor per class is learned, on class-balanced batches (Kang et al. 2020).</summary>
public sealed record LearnableWeightScaling : Method
{
    /// <summary>Length of the second stage, as a fraction of the epochs; at least one epoch. 5 of 90 on ImageNet-LT in the released code.</summary>
    public double HeadEpochs { get; init => field = Ranges.Fraction(value, "length of the second stage"); } = 0.15;

    /// <inheritdoc cref="ClassifierRetraining.Statistics"/>
    public BatchStatistics Statistics { get; init; }

    /// <inheritdoc cref="ClassifierRetraining.FirstStageEpoch"/>
    public WeightsEpoch FirstStageEpoch { get; init; }

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe)
    {
        Stage stage = HeadStage.Retraining(HeadStage.LinearOnly(recipe, "LWS"), "lws", CrossEntropy.TeacherFor(recipe), HeadEpochs, Statistics, FirstStageEpoch);
        return stage with { Network = recipe.Network with { Head = new ScaledHead() } };
    }
}
