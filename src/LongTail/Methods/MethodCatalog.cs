using System.Collections.Immutable;
using LongTail.Stages;

namespace LongTail.Methods;

/// <summary>Every method the program knows: one line each.</summary>
public static class MethodCatalog
{
    /// <summary>The methods, simplest first.</summary>
    public static ImmutableArray<MethodEntry> All { get; } =
    [
        new("ce", "Cross-entropy", new CrossEntropy()),
        new("kd", "Knowledge distillation", new KnowledgeDistillation()),
        new("bbn", "Bilateral-branch network", new BilateralBranch()) { Paper = new BilateralBranch { PublishedSchedule = true }, Reference = new BilateralBranch { PublishedSchedule = true } },
        new("oltr", "Open long-tailed recognition", new OpenLongTail())
        {
            Paper = new OpenLongTail { SecondStage = 2, CentroidGradient = CentroidGradient.Weighted, PublishedSchedule = true },
            Reference = new OpenLongTail { SecondStage = 2, AddedLayers = AddedLayers.Drawn, PublishedSchedule = true },
        },
        new("bkd", "Balanced knowledge distillation", new BalancedDistillation()),
    ];
}

/// <summary>A method by name.</summary>
/// <param name="Name">In recipes, folders and JSON.</param>
/// <param name="Title">In tables and documents.</param>
/// <param name="Method">With the settings of a fair comparison: the recipe's schedule and augmentation, like every other method.</param>
public sealed record MethodEntry(string Name, string Title, Method Method)
{
    /// <summary>With the settings its paper states, where they differ from <see cref="Method"/>'s.</summary>
    public Method? Paper { get; init; }

    /// <summary>As the released code computes it, quirks included, where that differs from <see cref="Method"/>.</summary>
    public Method? Reference { get; init; }
}
