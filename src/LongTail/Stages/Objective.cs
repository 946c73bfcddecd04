using LongTail.Foundation;

namespace LongTail.Stages;

/// <summary>A loss as data. Its properties are part of the stage's key.</summary>
public abstract record Objective
{
    /// <summary>Raise it when the numbers change: what was trained with the old one is then trained anew, and nothing else.</summary>
    public abstract int Version { get; }

    /// <summary>Whether the loss knows images of two labels (<see cref="AugmentationSpec.Mixing"/>), by <see cref="Data.Batch.OverLabels"/>.</summary>
    [NotInKey] public virtual bool TakesMixedLabels => false;

    /// <summary>Tells epochs apart whose steps compute alike, for a step that is recorded once and repeated: equal numbers promise that nothing but the batch differs.</summary>
    /// <param name="epoch">0-based.</param>
    /// <returns>
    /// Null where the steps of one epoch differ among each other, or may: such steps are not recorded, and that is so unless a loss says otherwise. One of <see cref="IDeferred"/> has two phases.
    /// A loss that looks at the epoch gives it back; one that looks at nothing but the batch gives 0.
    /// </returns>
    public virtual int? PhaseAt(int epoch) => this is IDeferred deferred ? epoch < deferred.DeferUntil ? 0 : 1 : null;

    /// <summary>Makes the loss live for one stage. Tensors made here live as long as the stage; what is learned belongs to the network.</summary>
    public abstract StepFunction Bind(StageContext context);
}
