namespace LongTail.Stages;

/// <summary>What a user picks: turns a recipe into the stage to train, with the stages that one needs inside it.</summary>
public abstract record Method
{
    /// <summary>The stage whose result is the answer.</summary>
    public abstract Stage Plan(Recipe recipe);
}
