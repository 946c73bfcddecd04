using System.Collections.Immutable;
using LongTail.Results;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Training;

/// <summary>Sums losses on the device and reads them back seldom, so that no step waits for the device.</summary>
/// <remarks>The losses since the last look are kept one by one: when one of them is not finite, the step is known.</remarks>
public sealed class LossMeter : IDisposable
{
    /// <summary>Steps between two looks.</summary>
    public const int Window = 32;

    readonly Tensor _recent;
    readonly List<(string Name, Tensor Sum)> _terms = [];
    readonly Device _device;
    double _sum;
    int _steps;
    int _unread;

    /// <summary>Makes the meter; it owns its few tensors, whatever scope it is made in.</summary>
    public LossMeter(Device device)
    {
        _device = device;
        _recent = zeros(Window, device: device).DetachFromDisposeScope();
    }

    /// <summary>Steps added since the last look.</summary>
    public int Unread => _unread;

    /// <summary>Takes in one step's loss and terms, without reading them.</summary>
    public void Add(StepOutput output)
    {
        using IDisposable noGradient = no_grad();
        _recent[_unread++].copy_(output.Loss);
        foreach (LossTerm term in output.Terms) SumOf(term.Name).add_(term.Value);
        _steps++;
    }

    /// <summary>Looks at the losses since the last look.</summary>
    /// <returns>Null when all are finite; else how many steps ago the first bad one was (1 is the newest) and its value.</returns>
    public (int StepsAgo, double Loss)? FirstNotFinite()
    {
        float[] losses = [.. _recent.cpu().data<float>().Take(_unread)];
        int unread = _unread;
        _unread = 0;
        for (int i = 0; i < unread; i++)
        {
            if (!float.IsFinite(losses[i])) return (unread - i, losses[i]);
            _sum += losses[i];
        }
        return null;
    }

    /// <summary>Means over the steps since <see cref="Restart"/>; call <see cref="FirstNotFinite"/> before.</summary>
    public (double Loss, ImmutableArray<LossTermMean> Terms) Means() =>
        (_sum / _steps, [.. _terms.Select(term => new LossTermMean(term.Name, term.Sum.cpu().item<double>() / _steps))]);

    /// <summary>Begins an epoch, from nothing or from what a checkpoint holds.</summary>
    public void Restart(MeterState state)
    {
        (_sum, _steps, _unread) = (state.Loss, state.Steps, 0);
        foreach ((_, Tensor sum) in _terms) sum.Dispose();           // another part of training may have other terms
        _terms.Clear();
        foreach (LossTermMean term in state.Terms) SumOf(term.Name).fill_(term.Value);
    }

    /// <summary>The sums so far, for a checkpoint; call <see cref="FirstNotFinite"/> before.</summary>
    public MeterState State => new(_sum, _steps, [.. _terms.Select(term => new LossTermMean(term.Name, term.Sum.cpu().item<double>()))]);

    /// <summary>Frees its tensors.</summary>
    public void Dispose()
    {
        _recent.Dispose();
        foreach ((_, Tensor sum) in _terms) sum.Dispose();
    }

    Tensor SumOf(string name)
    {
        foreach ((string known, Tensor sum) in _terms)
            if (known == name) return sum;
        Tensor fresh = zeros([], dtype: float64, device: _device).DetachFromDisposeScope();
        _terms.Add((name, fresh));
        return fresh;
    }
}

/// <summary>Sums of a part of an epoch.</summary>
/// <param name="Loss">Sum of the batch losses.</param>
/// <param name="Steps">Batches in it.</param>
/// <param name="Terms">Sum of each named part.</param>
public sealed record MeterState(double Loss, int Steps, ImmutableArray<LossTermMean> Terms)
{
    /// <summary>Nothing yet.</summary>
    public static MeterState Empty { get; } = new(0, 0, []);
}
