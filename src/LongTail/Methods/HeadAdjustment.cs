using LongTail.Foundation;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>What a stage without epochs does to the linear head of a trained network.</summary>
public abstract record HeadAdjustment : Objective, IInitializesWeights
{
    /// <inheritdoc/>
    public void Initialize(StageContext context)
    {
        Dictionary<string, Tensor> head = context.Network.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
        string prefix = context.Network.HeadPrefix;
        if (!head.TryGetValue(prefix + "weight", out Tensor? weight) || !head.TryGetValue(prefix + "bias", out Tensor? bias))
            throw new RecipeException($"Found no {prefix}weight and {prefix}bias in {context.Network.GetName()}, expected a network with a linear head.");
        Adjust(context, weight, bias);
    }

    /// <summary>No step is taken.</summary>
    public sealed override StepFunction Bind(StageContext context) => (_, _) =>
        throw new InvalidOperationException($"Found a step of {GetType().Name}, expected a stage of 0 epochs: it only changes weights.");

    /// <summary>Changes the head in place.</summary>
    /// <param name="context">Of the stage.</param>
    /// <param name="weight">[C, D].</param>
    /// <param name="bias">[C].</param>
    protected abstract void Adjust(StageContext context, Tensor weight, Tensor bias);
}
