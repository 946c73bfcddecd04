using System.Globalization;
using LongTail.Foundation;

namespace LongTail.Benchmarks.Growth;

/// <summary>What one part costs in each step.</summary>
/// <param name="Part">"loss", "sampler", "metrics" or "augmentation".</param>
/// <param name="Variant">Which of the library's, such as "balanced distillation".</param>
/// <param name="Classes">C.</param>
/// <param name="Images">Of the training set; of no matter, and 0, for parts that see one batch only.</param>
/// <param name="Batch">B.</param>
/// <param name="Seconds">In a step of this batch.</param>
/// <param name="StepSeconds">Of a training step of ResNet-32 with CE at this batch.</param>
sealed record Cost(string Part, string Variant, int Classes, int Images, int Batch, double Seconds, double StepSeconds)
{
    /// <summary>First line of the file.</summary>
    public const string Header = "part,variant,classes,images,batch,milliseconds,step_milliseconds,share";

    /// <summary>Part of a step, 0 to 1 and above.</summary>
    public double Share => Seconds / StepSeconds;

    /// <summary>A line of the file.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture,
        $"{Csv.Cell(Part)},{Csv.Cell(Variant)},{Classes},{Images},{Batch},{1000 * Seconds:g4},{1000 * StepSeconds:g4},{Share:g4}");
}
