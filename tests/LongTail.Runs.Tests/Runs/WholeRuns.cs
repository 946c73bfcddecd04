using System.Collections.Immutable;
using LongTail.Methods;
using LongTail.Runs;
using LongTail.Stages;
using LongTail.Tests.Runs;

[assembly: AssemblyFixture(typeof(WholeRuns))]

namespace LongTail.Tests.Runs;

/// <summary>Every method trained once without interruption, for all tests that compare with it or start from its teacher.</summary>
public sealed class WholeRuns : IDisposable
{
    readonly Workshop _workshop = new();
    readonly Lazy<ImmutableArray<StageResult>> _results;

    public WholeRuns() => _results = new(() => _workshop.Run(MethodCatalog.All.Select(entry => Fitting.Of(entry.Name, TinySet.ClassCounts))));

    /// <summary>The results that a run of this method gives, teacher first.</summary>
    internal ImmutableArray<StageResult> Of(Method method)
    {
        StageKey[] keys = [.. _workshop.Plan(method).Stages.Select(planned => planned.Stage.Key)];
        return [.. keys.Select(key => _results.Value.Single(result => result.Stage.Key == key))];
    }

    public void Dispose() => _workshop.Dispose();
}
