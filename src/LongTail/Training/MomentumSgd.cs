using System.Collections.Immutable;
using LongTail.Stages;
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
    readonly List<(OptimizerSpec Spec, FlatParameters Parameters)> _flat = [];
    ImmutableArray<Tensor> _rates = [];
    int _ratesOf = -1;

    /// <summary>Adds a parameter to be trained; its momentum lives in the caller's dispose scope.</summary>
    /// <param name="name">Unique; its name in checkpoints.</param>
    /// <param name="parameter">On its device already, in its final memory layout.</param>
    /// <param name="spec">Of its group.</param>
    /// <exception cref="InvalidOperationException">After <see cref="Flatten"/>.</exception>
    public void Add(string name, Parameter parameter, OptimizerSpec spec)
    {
        if (_flat.Count > 0) throw new InvalidOperationException($"Found {name} added after Flatten, expected all parameters before it.");
        using IDisposable noGradient = no_grad();
        _slots.Add(new(name, parameter, zeros_like(parameter), spec));
    }

    /// <summary>Moves the parameters of each group, and their momentum, into one buffer each, in the caller's dispose scope: a step is then a handful of native calls on one long vector.</summary>
    /// <remarks>
    /// Starting hundreds of small computations costs more than they do. Names, shapes, layouts and every number stay, to the last bit.
    /// Call it once, after the last <see cref="Add"/>. See docs/decisions/0009.
    /// </remarks>
    public void Flatten()
    {
        using IDisposable noGradient = no_grad();
        List<Slot> moved = [];
        foreach (var group in _slots.GroupBy(slot => (slot.Spec, slot.Parameter.dtype)))
        {
            FlatParameters parameters = new(group.Select(slot => (slot.Parameter, slot.Momentum)));
            Dictionary<nint, string> names = group.ToDictionary(slot => slot.Parameter.Handle, slot => slot.Name);
            moved.AddRange(parameters.Views.Select(view => new Slot(names[view.Parameter.Handle], view.Parameter, view.Momentum, group.Key.Spec)));
            _flat.Add((group.Key.Spec, parameters));
        }
        _slots.Clear();
        _slots.AddRange(moved);
    }

    /// <summary>Keeps the learning rates where the parameters are, in the caller's dispose scope, so that a recorded step reads the rate of its epoch.</summary>
    /// <remarks>A rate is then a factor of its own instead of a part of the addition, which may differ in the last bit.</remarks>
    /// <exception cref="InvalidOperationException">Before <see cref="Flatten"/>.</exception>
    public void KeepRatesOnDevice()
    {
        if (_slots.Count > 0 && _flat.Count == 0) throw new InvalidOperationException("Found rates to be kept on the device before Flatten, expected it first.");
        _rates = [.. _flat.Select(group => zeros([], float32, group.Parameters.Device))];
    }

    /// <summary>Sets the learning rates of an epoch where they are kept on the device; to be called before <see cref="Step"/>.</summary>
    /// <param name="epoch">0-based.</param>
    /// <param name="epochs">Of the whole stage.</param>
    public void SetRates(int epoch, int epochs)
    {
        if (_rates.IsEmpty || _ratesOf == epoch) return;
        foreach ((Tensor rate, OptimizerSpec spec) in _rates.Zip(_flat, (rate, group) => (rate, group.Spec))) rate.fill_(-spec.LearningRateAt(epoch, epochs));
        _ratesOf = epoch;
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
        for (int group = 0; group < _flat.Count; group++)
        {
            using SgdRule rule = new(_flat[group].Spec, epoch, epochs, _rates.IsEmpty ? null : _rates[group]);
            _flat[group].Parameters.Step(rule);
        }
        if (_flat.Count > 0) return;
        foreach (IGrouping<OptimizerSpec, Slot> group in _slots.GroupBy(slot => slot.Spec))
        {
            using SgdRule rule = new(group.Key, epoch, epochs);
            foreach (Slot slot in group)
                if (slot.Parameter.grad is { } gradient) rule.Apply(slot.Parameter, gradient, slot.Momentum);
        }
    }

    sealed record Slot(string Name, Parameter Parameter, Tensor Momentum, OptimizerSpec Spec);
}
