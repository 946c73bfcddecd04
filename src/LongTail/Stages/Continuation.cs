namespace LongTail.Stages;

/// <summary>A stage that another one is equal to until some epoch: who has trained the first until then need not train the other one from its beginning.</summary>
/// <param name="Stage">The one to continue.</param>
/// <param name="Epoch">0-based epoch to continue it from, 1 or more.</param>
public sealed record Continuation(Stage Stage, int Epoch)
{
    /// <summary>What a stage can continue; null when it differs from every other from its first step.</summary>
    public static Continuation? Of(Stage stage) =>
        stage.Objective is IDeferred deferred && deferred.DeferUntil > 0
            ? new(stage with { Objective = deferred.Before }, Math.Min(deferred.DeferUntil, stage.Epochs))
            : null;
}
