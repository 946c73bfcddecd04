using LongTail.Benchmarks.Losses;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Growth;

/// <summary>Losses with their gradient, as the methods put them together; without the networks.</summary>
static class LossGrowth
{
    public static IEnumerable<Cost> Of(int classes, int batch, double stepSeconds)
    {
        using var scope = NewDisposeScope();
        LossInputs inputs = new(LongTails.Of(classes, 100 * classes), batch);
        foreach (string method in MethodLosses.Names) yield return Of(method, MethodLosses.Of(method, inputs));
        foreach (string method in SharedLosses.Names) yield return Of(method, SharedLosses.Of(method, inputs));

        Cost Of(string name, Action step) => new("loss", name, classes, 0, batch, Pace.Of(step), stepSeconds);
    }
}
