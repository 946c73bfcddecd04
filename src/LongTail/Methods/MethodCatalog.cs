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
        new("bkd", "Balanced knowledge distillation", new BalancedDistillation()),
        new("lfme", "Learning from multiple experts", new LearningFromExperts()),
    ];
}

/// <summary>A method by name.</summary>
/// <param name="Name">In recipes, folders and JSON.</param>
/// <param name="Title">In tables and documents.</param>
/// <param name="Method">With the paper's settings.</param>
public sealed record MethodEntry(string Name, string Title, Method Method);
