using LongTail.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Training;

/// <summary>What one step does to a weight, with the numbers of one group and one epoch. See <see cref="MomentumSgd"/> for the formula.</summary>
/// <remarks>
/// A number passed to a native call becomes a native object that only a finalizer frees: hundreds per step would pin the heap between
/// the activations (docs/decisions/0004). These four are made once per step and freed here.
/// </remarks>
/// <param name="spec">Of the group.</param>
/// <param name="epoch">0-based.</param>
/// <param name="epochs">Of the whole stage.</param>
/// <param name="rate">The learning rate times -1 where it is kept on the device, a scalar tensor; null to take that of the epoch.</param>
sealed class SgdRule(OptimizerSpec spec, int epoch, int epochs, Tensor? rate = null) : IDisposable
{
    readonly Scalar _decay = spec.WeightDecay.ToScalar();
    readonly Scalar _momentum = spec.Momentum.ToScalar();
    readonly Scalar _rate = (-spec.LearningRateAt(epoch, epochs)).ToScalar();
    readonly Scalar _one = 1.ToScalar();

    /// <summary>Changes weights and momentum in place. The tensors have one shape and belong to each other number by number.</summary>
    public void Apply(Tensor weights, Tensor gradient, Tensor momentum)
    {
        Tensor direction = spec.WeightDecay == 0 ? gradient : gradient.add(weights, _decay);
        momentum.mul_(_momentum).add_(direction, _one);
        Tensor change = spec.Nesterov ? direction.add(momentum, _momentum) : momentum;
        if (rate is null) weights.add_(change, _rate);
        else weights.addcmul_(change, rate, _one);
    }

    public void Dispose()
    {
        _decay.Dispose();
        _momentum.Dispose();
        _rate.Dispose();
        _one.Dispose();
    }
}
