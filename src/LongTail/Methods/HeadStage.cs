using LongTail.Data;
using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Stages;

namespace LongTail.Methods;

/// <summary>Stages that follow a trained network and change its head alone.</summary>
static class HeadStage
{
    /// <summary>Trains the head on class-balanced batches; the rate begins anew and falls along half a cosine, without warm-up (Kang et al. 2020).</summary>
    /// <param name="recipe">Of the whole run.</param>
    /// <param name="method">Name for people and folders.</param>
    /// <param name="start">The trained network.</param>
    /// <param name="epochs">As a fraction of the recipe's; at least one.</param>
    /// <param name="statistics">What becomes of the batch-norm moments.</param>
    /// <param name="epoch">Which weights of the trained network.</param>
    public static Stage Retraining(Recipe recipe, string method, Stage start, double epochs, BatchStatistics statistics, WeightsEpoch epoch) =>
        recipe.Stage(method, new CrossEntropy.Loss()) with
        {
            StartFrom = start,
            StartEpoch = epoch,
            Pretrained = null,
            Trained = TrainedPart.Head,
            FrozenStatistics = statistics == BatchStatistics.Frozen,
            Sampling = new ClassBalanced(),
            Optimizer = recipe.Optimizer.Throughout(optimizer => optimizer with { WarmupEpochs = 0, Schedule = new CosineSchedule() }),
            Epochs = Math.Max(1, recipe.EpochAt(epochs)),
            Generation = start.Generation + 1,
        };

    /// <summary>The stage with a head that is drawn anew (cRT).</summary>
    public static Stage WithFreshHead(this Stage stage) => stage with
    {
        StartWith = StartingWeights.Features,
        Network = stage.Network.Head is LinearHead ? stage.Network with { Head = new LinearHead { Initialization = LinearInitialization.Uniform } } : stage.Network,
    };

    /// <summary>Changes the head's weights and trains nothing.</summary>
    /// <param name="recipe">Of the whole run.</param>
    /// <param name="method">Name for people and folders.</param>
    /// <param name="start">The trained network.</param>
    /// <param name="adjustment">How.</param>
    /// <param name="epoch">Which weights of the trained network.</param>
    public static Stage Adjustment(Recipe recipe, string method, Stage start, HeadAdjustment adjustment, WeightsEpoch epoch) =>
        recipe.Stage(method, adjustment) with
        {
            StartFrom = start,
            StartEpoch = epoch,
            Pretrained = null,
            Epochs = 0,
            Feedback = adjustment is TauAdjustment { From: TauSource.Validation } ? Feedback.Validation : Feedback.None,
        };

    /// <summary>The recipe, if its head is a linear layer.</summary>
    /// <exception cref="RecipeException">It is not.</exception>
    public static Recipe LinearOnly(Recipe recipe, string method) => recipe.Network.Head is LinearHead ? recipe
        : throw new RecipeException($"Found the head {recipe.Network.Head.GetType().Name} for {method}, expected a linear one: it works on a linear layer's weights and bias.");
}
