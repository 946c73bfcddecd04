using System.Collections.Immutable;
using System.Globalization;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Networks;

namespace LongTail.Stages;

/// <summary>One training job as data, with the jobs it needs inside it. Equal jobs have equal keys and are trained once.</summary>
/// <remarks>Compare stages by <see cref="Key"/>, never by ==. A new property must carry <see cref="OmittedFromKeyWhenDefaultAttribute"/>, or every published key changes.</remarks>
public sealed record Stage
{
    /// <summary>Method name for people and folders; not part of the key.</summary>
    [NotInKey] public required string Method { get; init; }

    /// <summary>What is trained on.</summary>
    public required TrainingSet Data { get; init; }

    /// <summary>The classes of <see cref="Data"/> that are trained on and measured, under labels of their own; null for all.</summary>
    [OmittedFromKeyWhenDefault] public ClassSubset? Subset { get; init; }

    /// <summary>Which images an epoch visits.</summary>
    public Sampling Sampling { get; init; } = new Shuffled();

    /// <summary>A second, independent stream whose images are appended to each batch (BBN); null for plain batches.</summary>
    [OmittedFromKeyWhenDefault] public Sampling? PairedWith { get; init; }

    /// <summary>What is done to the images.</summary>
    public required AugmentationSpec Augmentation { get; init; }

    /// <summary>What is trained.</summary>
    public required NetworkSpec Network { get; init; }

    /// <summary>What is minimised.</summary>
    public required Objective Objective { get; init; }

    /// <summary>How it is minimised.</summary>
    public required OptimizerSpec Optimizer { get; init; }

    /// <summary>Passes over the training set; 0 for a stage that only changes the weights it starts from (<see cref="IInitializesWeights"/>) and measures them.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images per step from each stream.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Source of all randomness.</summary>
    public required int Seed { get; init; }

    /// <summary>Keeps students independent of their teachers under one seed; see <see cref="Foundation.Seed"/>.</summary>
    [OmittedFromKeyWhenDefault] public int Generation { get; init; }

    /// <summary>Epochs between evaluations; the last epoch is always evaluated. In the key because the best epoch depends on it.</summary>
    public required int EvaluateEvery { get; init; }

    /// <summary>What is measured after each epoch for the loss to steer by.</summary>
    [OmittedFromKeyWhenDefault] public Feedback Feedback { get; init; }

    /// <summary>Which parameters are trained.</summary>
    [OmittedFromKeyWhenDefault] public TrainedPart Trained { get; init; }

    /// <summary>Weights that training starts from where <see cref="StartFrom"/> names no stage; null for freshly drawn ones.</summary>
    [OmittedFromKeyWhenDefault] public PretrainedStart? Pretrained { get; init; }

    /// <summary>Whose weights training starts from (cRT); null for fresh weights.</summary>
    [OmittedFromKeyWhenDefault] public Stage? StartFrom { get; init; }

    /// <summary>Which weights of <see cref="StartFrom"/> are taken over.</summary>
    [OmittedFromKeyWhenDefault] public WeightsEpoch StartEpoch { get; init; }

    /// <summary>How much of <see cref="StartFrom"/> is taken over.</summary>
    [OmittedFromKeyWhenDefault] public StartingWeights StartWith { get; init; }

    /// <summary>Batch normalisation uses the moments it starts with instead of each batch's, and leaves them as they are.</summary>
    [OmittedFromKeyWhenDefault] public bool FrozenStatistics { get; init; }

    /// <summary>Who guides the training.</summary>
    [OmittedFromKeyWhenDefault] public ImmutableArray<Stage> Teachers { get; init; } = [];

    /// <summary>With which of their weights.</summary>
    [OmittedFromKeyWhenDefault] public WeightsEpoch TeacherEpoch { get; init; }

    /// <summary>As <see cref="Stages.Objective.PhaseAt"/>; null also where pictures are mixed, whose shares are another number in every batch.</summary>
    internal int? PhaseAt(int epoch) => Augmentation is { Mixing: null } ? Objective.PhaseAt(epoch) : null;

    /// <summary>Raised when sampling, augmentation, first weights or the optimizer change their numbers: everything is then trained anew. Losses have a version of their own.</summary>
    [OmittedFromKeyWhenDefault] public int Revision { get; } = 0;

    /// <summary>Streams of images in each batch: 1, or 2 where <see cref="PairedWith"/> names another. An epoch takes as many images as there are for training from each.</summary>
    [NotInKey] public int Streams => PairedWith is null ? 1 : 2;

    /// <summary>Content address: a hash of everything above that can change the trained weights.</summary>
    [NotInKey] public StageKey Key => StageKey.Of(this);

    /// <summary>For people, such as "ce resnet32 seed 0"; two stages may have the same.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Method} {Network.Label} seed {Seed}");
}
