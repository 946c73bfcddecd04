using LongTail.Stages;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Training;

/// <summary>Stochastic gradient descent with momentum and weight decay, PyTorch's rule; its whole state is named tensors, so a checkpoint holds all of it.</summary>
/// <remarks>
/// For gradient g of weight w: d = g + decay w; m = momentum m + d; w = w - rate m (Nesterov: w - rate (d + momentum m)).
/// m starts at zero, which gives PyTorch's first step exactly. See docs/decisions/0004.
/// </remarks>
public sealed class MomentumSgd
{
    readonly List<Slot> _slots = [];

    /// <summary>Adds a parameter to be trained; its momentum lives in the caller's dispose scope.</summary>
    /// <param name="name">Unique; its name in checkpoints.</param>
    /// <param name="parameter">On its device already, in its final memory layout.</param>
    /// <param name="spec">Of its group.</param>
    public void Add(string name, Parameter parameter, OptimizerSpec spec)
    {
        using IDisposable noGradient = no_grad();
        _slots.Add(new(name, parameter, zeros_like(parameter), spec));
    }

    /// <summary>Momentum by parameter name: all there is to save and restore.</summary>
    public IReadOnlyDictionary<string, Tensor> Momentum => _slots.ToDictionary(slot => slot.Name, slot => slot.Momentum);

    /// <summary>Forgets the gradients, so that the next backward pass writes them anew instead of adding.</summary>
    public void ClearGradients()
    {
        foreach (Slot slot in _slots) slot.Parameter.grad = null;
    }

    /// <summary>Changes every parameter that has a gradient by one step.</summary>
    /// <param name="epoch">0-based; sets the learning rate.</param>
    /// <param name="epochs">Of the whole stage.</param>
    public void Step(int epoch, int epochs)
    {
        using IDisposable noGradient = no_grad();
        foreach (IGrouping<OptimizerSpec, Slot> group in _slots.GroupBy(slot => slot.Spec)) Step(group, epoch, epochs);
    }

    // A number passed to a native call becomes a native object that only a finalizer frees: hundreds per step
    // would pin the heap between the activations (docs/decisions/0004). These few are freed here.
    static void Step(IGrouping<OptimizerSpec, Slot> group, int epoch, int epochs)
    {
        OptimizerSpec spec = group.Key;
        using Scalar decay = spec.WeightDecay.ToScalar();
        using Scalar momentum = spec.Momentum.ToScalar();
        using Scalar rate = (-spec.LearningRateAt(epoch, epochs)).ToScalar();
        using Scalar one = 1.ToScalar();
        foreach (Slot slot in group)
        {
            if (slot.Parameter.grad is not { } gradient) continue;
            Tensor direction = spec.WeightDecay == 0 ? gradient : gradient.add(slot.Parameter, decay);
            slot.Momentum.mul_(momentum).add_(direction, one);
            Tensor change = spec.Nesterov ? direction.add(slot.Momentum, momentum) : slot.Momentum;
            slot.Parameter.add_(change, rate);
        }
    }

    sealed record Slot(string Name, Parameter Parameter, Tensor Momentum, OptimizerSpec Spec);
}
