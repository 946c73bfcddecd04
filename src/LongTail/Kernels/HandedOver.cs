using static TorchSharp.torch;

namespace LongTail.Kernels;

/// <summary>The gradients that our last backward function returned.</summary>
/// <remarks>
/// Native code takes its own share of what backward returns, but TorchSharp keeps ours until the step ends: a gradient for every layer,
/// and autograd could add to none of them in place. The next call comes when autograd has moved on, so ours are given back there; the
/// step's dispose scope frees the last ones.
/// </remarks>
static class HandedOver
{
    [ThreadStatic] static List<Tensor>? _last;

    /// <summary>Frees our share of what was returned before.</summary>
    public static void Release()
    {
        if (_last is null) return;
        foreach (Tensor? tensor in _last) tensor?.Dispose();
        _last = null;
    }

    /// <summary>Remembers what is returned now.</summary>
    public static List<Tensor> Remember(List<Tensor> gradients) => _last = gradients;
}
