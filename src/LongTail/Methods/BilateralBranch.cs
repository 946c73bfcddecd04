using LongTail.Data;
using LongTail.Foundation;
using LongTail.Losses;
using LongTail.Networks;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>BBN: one branch learns from images as they come, one from rare classes most, and the mix of the two moves from the first to the second (Zhou et al. 2020).</summary>
public sealed record BilateralBranch : Method
{
    /// <summary>Epochs after which the mix would be all the second branch's, as a multiple of the epochs: 1 on CIFAR; 100 / 90 and 200 / 180 in the released code for iNaturalist.</summary>
    public double Period { get; init => field = Ranges.Multiple(value, 1, "period of the mix"); } = 1;

    /// <summary>The published optimizer instead of the recipe's: Nesterov's momentum, the rate times 0.01 after 0.6 and 0.8 of the epochs, and a warm-up that begins at a third.</summary>
    public bool PublishedSchedule { get; init; }

    /// <summary>The published training for iNaturalist 2018 instead of the recipe's, but for its epochs: batches of 128, a rate of 0.05 that falls to a tenth after two thirds and eight ninths of the epochs, Nesterov's momentum, no warm-up.</summary>
    public bool INaturalistSchedule { get; init; }

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => recipe.Stage("bbn", new Loss(Period * recipe.Epochs)) with
    {
        Network = recipe.Network is ResidualNetwork network ? network with { Bilateral = true }
            : throw new RecipeException($"Found the network {recipe.Network.Label} for BBN, expected a residual network: no other has a second last block."),
        PairedWith = new Reversed(),
        Optimizer = (PublishedSchedule, INaturalistSchedule) switch
        {
            (false, false) => recipe.Optimizer,
            (true, false) => Published(recipe),
            (false, true) => OfINaturalist(recipe),
            _ => throw new RecipeException("Found publishedSchedule and iNaturalistSchedule for BBN, expected one of them: the first is that for CIFAR."),
        },
        BatchSize = INaturalistSchedule ? 128 : recipe.BatchSize,
    };

    static OptimizerSpec Published(Recipe recipe) => recipe.Optimizer.Throughout(optimizer => optimizer with
    {
        Nesterov = true,
        WarmupFrom = 1.0 / 3,
        Schedule = new StepSchedule([recipe.EpochAt(0.6), recipe.EpochAt(0.8)], 0.01),
    });

    // Groups keep their rates in proportion.
    static OptimizerSpec OfINaturalist(Recipe recipe) => recipe.Optimizer.Throughout(optimizer => optimizer with
    {
        LearningRate = 0.05 * (optimizer.LearningRate / recipe.Optimizer.LearningRate),
        Nesterov = true,
        WarmupEpochs = 0,
        Schedule = new StepSchedule([recipe.EpochAt(2 / 3.0), recipe.EpochAt(8 / 9.0)], 0.1),
    });

    /// <summary>l CE(z, y_c) + (1 - l) CE(z, y_r) of logits z = W 2 [l f_c; (1 - l) f_r] + b, means over the batch; c comes from the first stream of images, r from the second.</summary>
    /// <param name="Period">Of <see cref="CumulativeLearning.ConventionalShare"/>, in epochs.</param>
    public sealed record Loss(double Period) : Objective
    {
        /// <inheritdoc/>
        public override int Version => 1;

        /// <inheritdoc/>
        public override int? PhaseAt(int epoch) => epoch;

        /// <inheritdoc/>
        public override StepFunction Bind(StageContext context)
        {
            IBilateral branches = (IBilateral)context.Network;
            return (batch, progress) =>
            {
                (Batch usual, Batch rare) = batch.Halves();
                double share = CumulativeLearning.ConventionalShare(progress.Epoch, Period);
                Tensor conventional = branches.ConventionalFeatures(usual.Images);             // [B, D]
                Tensor rebalancing = branches.RebalancingFeatures(rare.Images);                // [B, D]
                // Twice the mix, so that equal shares are what inference sees: the features of both branches as they are.
                Tensor mixed = cat([2 * share * conventional, 2 * (1 - share) * rebalancing], 1);   // [B, 2 D]
                Tensor logits = context.Network.Classify(mixed);                               // [B, C]
                Tensor ofUsual = share * nn.functional.cross_entropy(logits, usual.Labels);
                Tensor ofRare = (1 - share) * nn.functional.cross_entropy(logits, rare.Labels);
                return new(ofUsual + ofRare, [new("conventional", ofUsual), new("re-balancing", ofRare)]);
            };
        }
    }
}
