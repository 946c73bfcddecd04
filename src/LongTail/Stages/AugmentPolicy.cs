using LongTail.Foundation;

namespace LongTail.Stages;

/// <summary>A list of changes of colours and forms, and how some of them are chosen for each image.</summary>
public abstract record AugmentPolicy;

/// <summary>RandAugment: a few operations of one strength, all of them equally likely (Cubuk et al. 2020; torchvision's list).</summary>
public sealed record RandAugmentPolicy : AugmentPolicy
{
    /// <summary>Operations that are applied one after the other, 1 to 14.</summary>
    public int Operations { get; init => field = Within(value, 1, 14, "operations", 2); } = 2;

    /// <summary>Strength of each, 0 to 30.</summary>
    public int Strength { get; init => field = Within(value, 0, 30, "as strength", 9); } = 9;

    static int Within(int value, int least, int most, string what, int usual) => value >= least && value <= most ? value
        : throw new RecipeException($"Found {value} {what} of RandAugment, expected {least} to {most}; {usual} is usual.");
}

/// <summary>AutoAugment: one of 25 pairs of operations, each with its own probability and strength (Cubuk et al. 2019).</summary>
/// <param name="Found">On which data the pairs were found.</param>
public sealed record AutoAugmentPolicy(AutoAugmentData Found) : AugmentPolicy;

/// <summary>Data for which AutoAugment's pairs were found.</summary>
public enum AutoAugmentData
{
    /// <summary>CIFAR-10; the pairs that CIFAR-100 is trained with, too.</summary>
    Cifar10,

    /// <summary>ImageNet, and other photographs.</summary>
    ImageNet,
}
