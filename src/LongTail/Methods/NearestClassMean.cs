using LongTail.Networks;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>NCM: the features of a cross-entropy network, and the class whose mean direction is nearest; nothing is trained (Kang et al. 2020).</summary>
public sealed record NearestClassMean : Method
{
    /// <inheritdoc cref="ClassifierRetraining.FirstStageEpoch"/>
    public WeightsEpoch FirstStageEpoch { get; init; }

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) =>
        HeadStage.Adjustment(recipe, "ncm", CrossEntropy.TeacherFor(recipe), new Adjustment(), FirstStageEpoch) with
        {
            StartWith = StartingWeights.Features,
            Network = recipe.Network with { Head = new LinearHead() },
        };

    /// <summary>
    /// With m the mean of all training features and d_c the mean over class c of (f - m) / |f - m|, scaled to length 1: row c of the weight is d_c and
    /// its bias -d_c m. The logit is then |f - m| times the cosine between f - m and d_c, so the largest is that of the nearest d_c.
    /// </summary>
    public sealed record Adjustment : HeadAdjustment
    {
        /// <inheritdoc/>
        public override int Version => 1;

        /// <inheritdoc/>
        protected override void Adjust(StageContext context, Tensor weight, Tensor bias)
        {
            FrozenNetwork trained = context.StartedFrom!;
            // In 64 bits, so that the order of the images does not matter.
            Tensor mean = BatchSum.Over(context.PlainBatches, batch => trained.Features(batch.Images).to(float64).sum(dim: 0)) / context.TrainingImages.Count;   // [D]
            Tensor sums = BatchSum.Over(context.PlainBatches, batch =>
            {
                Tensor directions = nn.functional.normalize(trained.Features(batch.Images).to(float64) - mean, dim: 1);                           // [B, D]
                return zeros(weight.shape, float64, context.Device).index_add_(0, batch.Labels, directions, 1);                                    // [C, D]
            });
            Tensor nearest = nn.functional.normalize(sums, dim: 1);              // of the sum as of the mean
            weight.copy_(nearest);
            bias.copy_(-nearest.mv(mean));
        }
    }
}
