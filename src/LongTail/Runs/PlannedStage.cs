using LongTail.Stages;

namespace LongTail.Runs;

/// <summary>One stage of a plan, in the order of training.</summary>
/// <param name="Stage">What to train.</param>
/// <param name="Role">What the others need it for.</param>
/// <param name="State">What the store has of it.</param>
/// <param name="Folder">Where its result is or will be.</param>
public sealed record PlannedStage(Stage Stage, StageRole Role, StageState State, string Folder)
{
    /// <summary>The stage it is trained on from, and the epoch; null when it is trained from its own beginning.</summary>
    public Continuation? Continues { get; init; }

    /// <summary>Epochs of its own: all, or those from where it continues another stage. What an interrupted run has done of them is not taken off.</summary>
    public int EpochsToTrain => Stage.Epochs - (Continues?.Epoch ?? 0);

    /// <summary>Such as "ce resnet32 seed 0".</summary>
    public override string ToString() => Stage.ToString();
}

/// <summary>What a stage is for.</summary>
public enum StageRole
{
    /// <summary>Another stage of the plan learns from it or starts from it.</summary>
    Teacher,

    /// <summary>Its network is what the recipe asks for.</summary>
    Student,
}

/// <summary>What the store has of a stage.</summary>
public enum StageState
{
    /// <summary>Nothing yet.</summary>
    ToTrain,

    /// <summary>A checkpoint of an interrupted run.</summary>
    Interrupted,

    /// <summary>The finished result.</summary>
    Trained,
}
