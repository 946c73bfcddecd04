namespace LongTail.Stages;

/// <summary>An objective that sets weights by what the data or a trained network says, before the first step: centroids, a prior in a bias, an adjusted head.</summary>
public interface IInitializesWeights
{
    /// <summary>Changes the stage's network in place, once the weights it starts from are there; called without gradients, in a dispose scope of its own. When a stage is taken up again, its checkpoint replaces what this did.</summary>
    /// <param name="context">Of the stage; <see cref="StageContext.StartedFrom"/> is the network it starts from.</param>
    void Initialize(StageContext context);
}
