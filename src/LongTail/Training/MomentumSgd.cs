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
        foreach ((OptimizerSpec spec, FlatParameters parameters) in _flat)
        {
            using SgdRule rule = new(spec, epoch, epochs);
            parameters.Step(rule);
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
