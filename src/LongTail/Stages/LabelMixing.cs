using LongTail.Foundation;

namespace LongTail.Stages;

/// <summary>Each image mixed with another one of its batch; the loss is that of both labels, by their shares.</summary>
public sealed record LabelMixing
{
    /// <summary>In which way.</summary>
    public required MixingKind Kind { get; init; }

    /// <summary>Of the Beta distribution of the share, in (0, 1]; 1 is uniform, small ones mix little.</summary>
    public double Alpha
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new RecipeException(FormattableString.Invariant($"Found an alpha of {value} for mixing, expected above 0 and at most 1, such as 1."));
    } = 1;

    /// <summary>Part of the batches that are mixed, in (0, 1].</summary>
    public double Probability
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new RecipeException(FormattableString.Invariant($"Found {value} for the part of the batches that are mixed, expected above 0 and at most 1, such as 0.5."));
    } = 1;
}

/// <summary>How two images become one.</summary>
public enum MixingKind
{
    /// <summary>Their weighted mean (Zhang et al. 2018).</summary>
    Mixup,

    /// <summary>A box of one of them over the other (Yun et al. 2019).</summary>
    CutMix,
}
