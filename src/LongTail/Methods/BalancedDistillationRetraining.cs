using LongTail.Networks;
using LongTail.Stages;

namespace LongTail.Methods;

/// <summary>BKD+cRT: as <see cref="ClassifierRetraining"/>, on the features of a student of <see cref="BalancedDistillation"/> (Zhang et al., Table 4).</summary>
public sealed record BalancedDistillationRetraining : Method
{
    static readonly BalancedDistillation s_default = new();

    /// <inheritdoc cref="BalancedDistillation.Temperature"/>
    public double Temperature { get; init => field = Ranges.Temperature(value); } = s_default.Temperature;

    /// <inheritdoc cref="BalancedDistillation.Beta"/>
    public double Beta { get; init => field = Ranges.Beta(value); } = s_default.Beta;

    /// <inheritdoc cref="BalancedDistillation.DeferUntil"/>
    public double DeferUntil { get; init => field = Ranges.Fraction(value, "moment of the deferral"); } = s_default.DeferUntil;

    /// <inheritdoc cref="BalancedDistillation.Kappa"/>
    public double Kappa { get; init => field = Ranges.NotNegative(value, "kappa"); } = s_default.Kappa;

    /// <inheritdoc cref="BalancedDistillation.Unnormalized"/>
    public bool Unnormalized { get; init; }

    /// <inheritdoc cref="BalancedDistillation.TeacherNetwork"/>
    public NetworkSpec? TeacherNetwork { get; init; }

    /// <inheritdoc cref="KnowledgeDistillation.TeacherEpoch"/>
    public WeightsEpoch TeacherEpoch { get; init; }

    /// <inheritdoc cref="ClassifierRetraining.HeadEpochs"/>
    public double HeadEpochs { get; init => field = Ranges.Fraction(value, "length of the second stage"); } = 0.15;

    /// <inheritdoc cref="ClassifierRetraining.Statistics"/>
    public BatchStatistics Statistics { get; init; }

    /// <inheritdoc cref="ClassifierRetraining.FirstStageEpoch"/>
    public WeightsEpoch FirstStageEpoch { get; init; }

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe)
    {
        BalancedDistillation first = new() { Temperature = Temperature, Beta = Beta, DeferUntil = DeferUntil, Kappa = Kappa, Unnormalized = Unnormalized, TeacherNetwork = TeacherNetwork, TeacherEpoch = TeacherEpoch };
        return HeadStage.Retraining(recipe, "bkd-crt", first.Plan(recipe), HeadEpochs, Statistics, FirstStageEpoch).WithFreshHead();
    }
}
