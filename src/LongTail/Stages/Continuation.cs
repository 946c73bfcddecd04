using LongTail.Data;

namespace LongTail.Stages;

/// <summary>A stage that another one is equal to until some epoch: who has trained the first until then need not train the other one from its beginning.</summary>
/// <param name="Stage">The one to continue.</param>
/// <param name="Epoch">0-based epoch to continue it from, 1 or more.</param>
public sealed record Continuation(Stage Stage, int Epoch)
{
    /// <summary>What a stage can continue; null when it differs from every other from its first step.</summary>
    public static Continuation? Of(Stage stage) =>
        (stage.Objective, stage.Sampling) switch
        {
            (IDeferred { DeferUntil: > 0 } loss, Deferred { FromEpoch: > 0 } order) => new(stage with { Objective = loss.Before, Sampling = order.First }, Math.Min(Math.Min(loss.DeferUntil, order.FromEpoch), stage.Epochs)),
            (IDeferred { DeferUntil: > 0 } loss, not Deferred) => new(stage with { Objective = loss.Before }, Math.Min(loss.DeferUntil, stage.Epochs)),
            (not IDeferred, Deferred { FromEpoch: > 0 } order) => new(stage with { Sampling = order.First }, Math.Min(order.FromEpoch, stage.Epochs)),
            _ => null,
        };
}
