using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Results;
using static TorchSharp.torch;

namespace LongTail.Stages;

/// <summary>What a loss may see when it is made live.</summary>
public sealed record StageContext
{
    /// <summary>The network being trained, on the device.</summary>
    public required Network Network { get; init; }

    /// <summary>The trained networks the stage learns from, in the order of <see cref="Stage.Teachers"/>.</summary>
    public required ImmutableArray<Teacher> Teachers { get; init; }

    /// <summary>The trained network whose weights the stage starts from, unchanged; null when it starts from nothing.</summary>
    public FrozenNetwork? StartedFrom { get; init; }

    /// <summary>Training images per class.</summary>
    public required ClassCounts Counts { get; init; }

    /// <summary>The training images, for methods that look at all of them beforehand (OLTR's centroids, LFME's hardness).</summary>
    public required IImageSet TrainingImages { get; init; }

    /// <summary>Batches of the training images without augmentation and in their own order, for the same methods.</summary>
    public required Func<IEnumerable<Batch>> PlainBatches { get; init; }

    /// <summary>Batches of the validation images, normalised; null where there are none. To be looked at by stages of <see cref="Feedback.Validation"/> alone, whose keys say so.</summary>
    public Func<IEnumerable<Batch>>? ValidationBatches { get; init; }

    /// <summary>Hears what a stage without epochs chose by itself, to be told beside its result.</summary>
    public Action<ChosenSetting> Chose { get; init; } = _ => { };

    /// <summary>Where the tensors live.</summary>
    public required Device Device { get; init; }

    /// <summary>Of the stage.</summary>
    public required Seed Seed { get; init; }
}
