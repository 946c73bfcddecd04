using System.Collections.Immutable;
using LongTail.Stages;

namespace LongTail.Recipes;

/// <summary>The policies of augmentation as a recipe names them.</summary>
static class PolicyWord
{
    public const string None = "none", Rand = "randaugment";

    const string Cifar10 = "autoaugment-cifar10", ImageNet = "autoaugment-imagenet";

    public static ImmutableArray<string> All { get; } = [None, Rand, Cifar10, ImageNet];

    /// <summary>The policy of a recipe; null for none.</summary>
    public static AugmentPolicy? Read(CompleteRecipe from) => from.Text("augmentation.policy") switch
    {
        Rand => new RandAugmentPolicy { Operations = from.Whole("augmentation.operations"), Strength = from.Whole("augmentation.strength") },
        Cifar10 => new AutoAugmentPolicy(AutoAugmentData.Cifar10),
        ImageNet => new AutoAugmentPolicy(AutoAugmentData.ImageNet),
        _ => null,
    };
}
