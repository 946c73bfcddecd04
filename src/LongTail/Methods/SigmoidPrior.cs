using LongTail.Stages;

namespace LongTail.Methods;

/// <summary>What one sigmoid per class needs to begin with: at first each class is believed with probability 1 / C (Cui et al. 2019, section 4.3).</summary>
static class SigmoidPrior
{
    /// <summary>The head's bias is set to -log(C - 1).</summary>
    public static void Set(StageContext context)
    {
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in context.Network.named_parameters())
            if (name == BiasIn(context.Network.HeadPrefix)) parameter.fill_(-Math.Log(Math.Max(1, context.Counts.Classes - 1)));
    }

    /// <summary>And is not pulled to 0.</summary>
    public static OptimizerSpec WithoutDecayOfBias(Recipe recipe) => WithoutDecayOf(BiasIn(recipe.Network.HeadPrefix), recipe.Optimizer);

    static OptimizerSpec WithoutDecayOf(string bias, OptimizerSpec optimizer) =>
        optimizer with { Groups = [new(bias, optimizer.For(bias) with { WeightDecay = 0, Groups = [] }), .. optimizer.Groups] };

    static string BiasIn(string headPrefix) => headPrefix + "bias";
}
