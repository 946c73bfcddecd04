using LongTail.Networks;
using LongTail.Stages;

namespace LongTail.Methods;

/// <summary>What one sigmoid per class needs to begin with: at first each class is believed with probability 1 / C (Cui et al. 2019, section 4.3).</summary>
static class SigmoidPrior
{
    const string Bias = Network.HeadPrefix + "bias";

    /// <summary>The head's bias is set to -log(C - 1).</summary>
    public static void Set(StageContext context)
    {
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in context.Network.named_parameters())
            if (name == Bias) parameter.fill_(-Math.Log(Math.Max(1, context.Counts.Classes - 1)));
    }

    /// <summary>And is not pulled to 0.</summary>
    public static OptimizerSpec WithoutDecayOfBias(OptimizerSpec optimizer) =>
        optimizer with { Groups = [new(Bias, optimizer with { WeightDecay = 0, Groups = [] }), .. optimizer.Groups] };
}
