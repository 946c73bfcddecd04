using System.Collections.Immutable;
using LongTail.Data;

namespace LongTail.Cli.Recipes;

/// <summary>The image sets a recipe may name, and the constants their pixels are normalised with.</summary>
static class KnownSets
{
    static readonly ImmutableArray<(string Name, Normalization Normalization)> s_all =
    [
        ("cifar10", Normalization.Cifar),
        ("cifar100", Normalization.Cifar),
        ("fashion-lt", Normalization.FashionMnist),
    ];

    public static IEnumerable<string> Names => s_all.Select(s => s.Name);

    public static Normalization NormalizationOf(string name) => s_all.Single(s => s.Name == name).Normalization;
}
