using LongTail.Data;
using LongTail.Foundation;
using LongTail.Networks;

namespace LongTail.Stages;

/// <summary>What a user writes: everything that can change the trained weights.</summary>
public sealed record Recipe
{
    /// <summary>For people; not part of any key.</summary>
    public required string Name { get; init; }

    /// <summary>What to train on.</summary>
    public required TrainingSet Data { get; init; }

    /// <summary>Size of the images, filled in when the data is opened; null before. For networks that have weights for each place (OLTR's attention).</summary>
    public ImageShape? Images { get; init; }

    /// <summary>What to train; teacher and student alike.</summary>
    public required NetworkSpec Network { get; init; }

    /// <summary>Weights that others trained, from which each network of this recipe starts; null for freshly drawn ones. A teacher of another network has <see cref="TeacherPretrained"/> for it.</summary>
    public PretrainedStart? Pretrained { get; init; }

    /// <summary>Weights that others trained, from which a teacher of another network than the student's starts; null for freshly drawn ones.</summary>
    public PretrainedStart? TeacherPretrained { get; init; }

    /// <summary>Which parameters are trained, in every stage that does not say otherwise.</summary>
    public TrainedPart Trained { get; init; }

    /// <summary>How.</summary>
    public required Method Method { get; init; }

    /// <summary>What is done to the images.</summary>
    public required AugmentationSpec Augmentation { get; init; }

    /// <summary>Which images an epoch visits.</summary>
    public Sampling Sampling { get; init; } = new Shuffled();

    /// <summary>Learning rate, momentum, weight decay and schedule.</summary>
    public OptimizerSpec Optimizer { get; init; } = new();

    /// <summary>Passes over the training set, for each stage; 1 or more.</summary>
    public int Epochs { get; init => field = AtLeastOne(value, "epochs"); } = 200;

    /// <summary>Images per step, 1 or more.</summary>
    public int BatchSize { get; init => field = AtLeastOne(value, "images per step"); } = 128;

    /// <summary>Source of all randomness.</summary>
    public int Seed { get; init; }

    /// <summary>Epochs between evaluations, 1 or more; the last epoch is always evaluated.</summary>
    public int EvaluateEvery { get; init => field = AtLeastOne(value, "epochs between evaluations"); } = 1;

    /// <summary>The plain stage of this recipe with the given loss.</summary>
    /// <param name="method">Name for people and folders, such as "ce".</param>
    /// <param name="objective">What is minimised.</param>
    public Stage Stage(string method, Objective objective) => new()
    {
        Method = method,
        Data = Data,
        Sampling = Sampling,
        Augmentation = Augmentation,
        Network = Network,
        Pretrained = Pretrained,
        Trained = Trained,
        FrozenStatistics = Trained == TrainedPart.Head,
        Objective = objective,
        Optimizer = Optimizer,
        Epochs = Epochs,
        BatchSize = BatchSize,
        Seed = Seed,
        EvaluateEvery = EvaluateEvery,
    };

    /// <summary>The moment at a fraction of the epochs, as a 0-based epoch: 0.8 of 200 is 160 (docs/decisions/0007).</summary>
    /// <param name="fraction">In [0, 1]; 1 is after the last epoch.</param>
    /// <remarks>In decimal, where 0.35 x 30 is exactly the half that rounds up to 11.</remarks>
    public int EpochAt(double fraction) => EpochAt(fraction, Epochs);

    /// <summary>The moment at a fraction of some epochs.</summary>
    /// <inheritdoc cref="EpochAt(double)"/>
    public static int EpochAt(double fraction, int epochs) => (int)Math.Round((decimal)fraction * epochs, MidpointRounding.AwayFromZero);

    /// <summary>The moment at which something deferred sets in, as a 0-based epoch: that of <see cref="EpochAt(double)"/>, but early enough that an epoch is left for it (docs/decisions/0007).</summary>
    /// <param name="fraction">In [0, 1]; 1 is never.</param>
    /// <exception cref="RecipeException">There is one epoch, and the moment is after it.</exception>
    public int DeferralAt(double fraction) => DeferralAt(fraction, Epochs);

    /// <summary>The same of some epochs.</summary>
    /// <inheritdoc cref="DeferralAt(double)"/>
    public static int DeferralAt(double fraction, int epochs) => EpochAt(fraction, epochs) is var epoch && (epoch < epochs || fraction == 1) ? epoch
        : epochs > 1 ? epochs - 1
        : throw new RecipeException(FormattableString.Invariant($"Found 1 epoch, and {fraction} of the epochs as the moment at which the second part of the loss sets in, which leaves none for it; expected 2 epochs or more. Raise epochs, or set the moment to 0 for from the start on or 1 for never."));

    static int AtLeastOne(int value, string what) => value >= 1 ? value
        : throw new RecipeException($"Found {value} {what}, expected 1 or more.");
}
