using LongTail.Kernels;
using LongTail.Networks;

namespace LongTail.Cli.Recipes;

/// <summary>What "fp32", "bf16" and "auto" mean on this machine.</summary>
static class PrecisionChoice
{
    /// <summary>The precision a recipe's word stands for; "auto" is bf16 where the processor has instructions for it.</summary>
    public static Precision Of(string written) => written switch
    {
        "bf16" => Precision.BFloat16,
        "auto" when KernelSupport.HasBFloat16 => Precision.BFloat16,
        _ => Precision.Float32,
    };

    /// <summary>The recipe's word for a precision.</summary>
    public static string WordFor(Precision precision) => precision == Precision.BFloat16 ? "bf16" : "fp32";
}
