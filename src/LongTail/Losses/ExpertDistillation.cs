using static TorchSharp.torch;

namespace LongTail.Losses;

/// <summary>What a student takes over from experts, each of which knows one group of classes alone (Xiang, Ding, Han 2020).</summary>
public static class ExpertDistillation
{
    /// <summary>How far the student, asked about a group's classes alone, is from that group's expert: KL(expert || student).</summary>
    /// <param name="student">Logits of all classes, [B, C].</param>
    /// <param name="expert">Logits of the group's classes in ascending order of their labels, [B, |g|]; no gradient flows into them.</param>
    /// <param name="labels">The group's labels, [|g|], 64-bit, ascending.</param>
    /// <param name="temperature">T, softening of both; above 0.</param>
    /// <returns>One value per image, [B], never negative, and not multiplied by T squared, as in the authors' code.</returns>
    /// <exception cref="ArgumentException">Shapes disagree, or the temperature is not above 0.</exception>
    /// <remarks>The student's belief is a softmax over the group's logits: what it gives to other classes counts as nothing. A group of all classes gives <see cref="Distillation.Plain"/> over T squared.</remarks>
    public static Tensor Within(Tensor student, Tensor expert, Tensor labels, double temperature) =>
        Distillation.Plain(student.gather(1, labels.expand(student.size(0), -1)), expert, temperature) / (temperature * temperature);

    /// <summary>How much an expert still has to say: all, until the student reaches a part of its accuracy; then less and less; nothing once the student has reached it.</summary>
    /// <param name="student">The student's accuracy on the group's classes, as a fraction.</param>
    /// <param name="expert">The expert's, as a fraction. An expert that gets nothing right has nothing to say.</param>
    /// <param name="threshold">The part, in [0, 1); 0.3 in the published code.</param>
    /// <returns>w in [0, 1]: 1 below the threshold, then (expert - student) / expert / (1 - threshold).</returns>
    public static double Weight(double student, double expert, double threshold) =>
        expert <= 0 ? 0
        : student < threshold * expert ? 1
        : Math.Max(0, (expert - student) / expert / (1 - threshold));
}
