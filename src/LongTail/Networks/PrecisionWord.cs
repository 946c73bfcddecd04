using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Kernels;

namespace LongTail.Networks;

/// <summary>How people write a precision: "fp32", "bf16" or "auto".</summary>
public static class PrecisionWord
{
    /// <summary>The word that leaves the choice to the machine.</summary>
    public const string Auto = "auto";

    /// <summary>All words.</summary>
    public static ImmutableArray<string> All { get; } = ["fp32", "bf16", Auto];

    /// <summary>The precision a word stands for; "auto" is bf16 where the processor multiplies such numbers itself, and fp32 elsewhere.</summary>
    /// <exception cref="RecipeException">No such word.</exception>
    public static Precision Read(string word) => word switch
    {
        "fp32" => Precision.Float32,
        "bf16" => Precision.BFloat16,
        Auto => KernelSupport.HasBFloat16 ? Precision.BFloat16 : Precision.Float32,
        _ => throw new RecipeException($"Found the precision '{word}', expected fp32, bf16 or auto."),
    };

    /// <summary>The word for a precision: "fp32" or "bf16".</summary>
    public static string For(Precision precision) => precision == Precision.BFloat16 ? "bf16" : "fp32";
}
