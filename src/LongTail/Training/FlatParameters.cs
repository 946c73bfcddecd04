using System.Collections.Immutable;
using System.Numerics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Training;

/// <summary>Parameters whose numbers lie one after another in one buffer, and their momentum in another: a step of all is a step of one vector.</summary>
/// <remarks>
/// Each parameter stays the same object with the same name, shape and strides, and looks into the buffer. Those with the most factors of two
/// in their size come first, so that each begins at a multiple of that power, as the fast convolutions want it, without gaps.
/// </remarks>
sealed class FlatParameters
{
    readonly ImmutableArray<Part> _parts;
    readonly Tensor _weights;
    readonly Tensor _momentum;

    /// <summary>Moves the parameters, in the caller's dispose scope. They have one type and device.</summary>
    /// <param name="parameters">With their momentum, whose memory layout is the parameter's and has no gaps.</param>
    public FlatParameters(IEnumerable<(Parameter Parameter, Tensor Momentum)> parameters)
    {
        var ordered = parameters.OrderByDescending(item => BitOperations.TrailingZeroCount(item.Parameter.numel())).ToArray();
        long total = ordered.Sum(item => item.Parameter.numel());
        _weights = zeros(total, ordered[0].Parameter.dtype, ordered[0].Parameter.device);
        _momentum = zeros_like(_weights);

        long offset = 0;
        var parts = ImmutableArray.CreateBuilder<Part>(ordered.Length);
        foreach ((Parameter parameter, Tensor momentum) in ordered)
        {
            (long[] shape, long[] strides) = (momentum.shape, momentum.stride());
            parameter.set_(_weights.as_strided(shape, strides, offset).copy_(parameter));
            parts.Add(new(parameter, _momentum.as_strided(shape, strides, offset).copy_(momentum), MemoryOrder(strides)));
            offset += parameter.numel();
        }
        _parts = parts.MoveToImmutable();
    }

    /// <summary>Where they are.</summary>
    public Device Device => _weights.device;

    /// <summary>The place of each parameter's momentum in the buffer, in the shape of the parameter.</summary>
    public IEnumerable<(Parameter Parameter, Tensor Momentum)> Views => _parts.Select(part => (part.Parameter, part.Momentum));

    /// <summary>Takes a step of all parameters at once; one by one when some have no gradient, because those must stay as they are.</summary>
    public void Step(SgdRule rule)
    {
        Tensor?[] gradients = [.. _parts.Select(part => part.Parameter.grad)];
        if (!gradients.Contains(null))
        {
            rule.Apply(_weights, cat([.. _parts.Zip(gradients, (part, gradient) => part.Flat(gradient!))]), _momentum);
            return;
        }
        foreach ((Part part, Tensor? gradient) in _parts.Zip(gradients))
            if (gradient is not null) rule.Apply(part.Parameter, gradient, part.Momentum);
    }

    // The dimensions from the one that changes slowest in memory to the fastest; null when that is their own order.
    static long[]? MemoryOrder(long[] strides)
    {
        long[] order = [.. Enumerable.Range(0, strides.Length).OrderByDescending(dimension => strides[dimension]).Select(dimension => (long)dimension)];
        return order.Order().SequenceEqual(order) ? null : order;
    }

    sealed record Part(Parameter Parameter, Tensor Momentum, long[]? Order)
    {
        /// <summary>The gradient as a vector in the order of the buffer: a view where its memory is laid out like the parameter's, else a copy.</summary>
        public Tensor Flat(Tensor gradient) =>
            Order is null ? gradient.dim() == 1 ? gradient : gradient.reshape(-1) : gradient.permute(Order).reshape(-1);
    }
}
