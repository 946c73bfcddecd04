using static TorchSharp.torch;

namespace LongTail.Losses;

/// <summary>Distances from a student to its teacher. Pure functions, one value per image.</summary>
public static class Distillation
{
    // Logarithm of the weight 0: no belief is left, and 0 times it is still 0.
    const double Nothing = -1e30;

    /// <summary>How far the student is from the teacher's softened belief: T^2 KL(teacher || student).</summary>
    /// <param name="student">Logits, [B, C].</param>
    /// <param name="teacher">Logits, [B, C]; no gradient flows into them.</param>
    /// <param name="temperature">T, softening; above 0, and 1 leaves the logits as they are.</param>
    /// <returns>One value per image, [B], never negative, already times T squared.</returns>
    /// <exception cref="ArgumentException">Shapes disagree, or the temperature is not above 0.</exception>
    /// <remarks>Hinton et al. 2015; BKD eq. 6. The mean over the batch is the caller's.</remarks>
    public static Tensor Plain(Tensor student, Tensor teacher, double temperature)
    {
        Check(student, teacher, temperature);
        return Divergence(student / temperature, teacher.detach() / temperature, temperature);
    }

    /// <summary>How far the student is from a teacher whose belief is tilted towards rare classes.</summary>
    /// <param name="student">Logits, [B, C].</param>
    /// <param name="teacher">Logits, [B, C]; no gradient flows into them.</param>
    /// <param name="classWeights">[C], not negative, not all zero; any scale, only ratios matter. Equal weights give <see cref="Plain"/> to the last bit.</param>
    /// <param name="temperature">T, softening; above 0, and 1 leaves the logits as they are.</param>
    /// <returns>One value per image, [B], never negative, already times T squared.</returns>
    /// <exception cref="ArgumentException">Shapes disagree, or the temperature is not above 0.</exception>
    /// <remarks>
    /// BKD eq. 8 with Algorithm 1, line 10: the weighted belief is normalised for each image,
    /// q = softmax(teacher / T + log weights), as the authors' code does (docs/methods/bkd.md).
    /// </remarks>
    public static Tensor Balanced(Tensor student, Tensor teacher, Tensor classWeights, double temperature)
    {
        Check(student, teacher, temperature);
        Check(student, classWeights);
        Tensor tilt = classWeights.log();                                        // [C], minus infinity for a weight of 0
        tilt = (tilt - tilt.amax([0])).clamp_min(Nothing);                       // equal weights become exactly 0
        return Divergence(student / temperature, (teacher.detach() / temperature).add_(tilt), temperature);
    }

    /// <summary>The tilted distance without its normalisation: an image counts as much as its teacher's belief weighs.</summary>
    /// <param name="student">Logits, [B, C].</param>
    /// <param name="teacher">Logits, [B, C]; no gradient flows into them.</param>
    /// <param name="classWeights">[C], not negative, not all zero; their scale is the loss's. The paper's have a mean of 1.</param>
    /// <param name="temperature">T, softening; above 0, and 1 leaves the logits as they are.</param>
    /// <returns>One value per image, [B], already times T squared. Below 0 where the belief weighs less than 1.</returns>
    /// <exception cref="ArgumentException">Shapes disagree, or the temperature is not above 0.</exception>
    /// <remarks>
    /// BKD eq. 8 as printed: T^2 sum_i w_i p_i log(w_i p_i / student_i), p = softmax(teacher / T). With m = sum_i w_i p_i it is
    /// m <see cref="Balanced"/> + T^2 m log m. Eq. 7 differs by what no student can change, T^2 sum_i w_i p_i log w_i, so its gradient is the same.
    /// </remarks>
    public static Tensor Weighted(Tensor student, Tensor teacher, Tensor classWeights, double temperature)
    {
        Tensor normalized = Balanced(student, teacher, classWeights, temperature);
        Tensor mass = (nn.functional.softmax(teacher.detach() / temperature, dim: 1) * classWeights).sum(1);   // [B]
        return mass * normalized + xlogy(mass, mass) * (temperature * temperature);
    }

    /// <summary>How far the student is from a teacher whose softened belief is flattened by a power: q = p^power / sum p^power, p = softmax(teacher / T).</summary>
    /// <param name="student">Logits, [B, C].</param>
    /// <param name="teacher">Logits, [B, C]; no gradient flows into them.</param>
    /// <param name="power">Of the belief, 0 or more; 1 gives <see cref="Plain"/> to the last bit, 0 a teacher that believes in all classes alike.</param>
    /// <param name="temperature">T, softening; above 0, and 1 leaves the logits as they are.</param>
    /// <returns>One value per image, [B], never negative, already times T squared.</returns>
    /// <exception cref="ArgumentException">Shapes disagree, the temperature is not above 0, or the power is negative.</exception>
    /// <remarks>He et al. 2021 (DiVE), power normalisation. It is a second temperature, T / power, of the teacher alone, and is computed as one.</remarks>
    public static Tensor Flattened(Tensor student, Tensor teacher, double power, double temperature)
    {
        Check(student, teacher, temperature);
        if (!(power >= 0 && double.IsFinite(power)))
            throw new ArgumentOutOfRangeException(nameof(power), power, "Found a power that is not 0 or more, expected for example 0.5.");
        return Divergence(student / temperature, teacher.detach() / temperature * power, temperature);
    }

    static Tensor Divergence(Tensor student, Tensor target, double temperature)
    {
        Tensor belief = nn.functional.softmax(target, dim: 1), logBelief = nn.functional.log_softmax(target, dim: 1);   // [B, C]; two passes cost less than one of logarithms
        Tensor logStudent = nn.functional.log_softmax(student, dim: 1);          // [B, C]
        return (logStudent - logBelief).mul_(belief).sum(1) * -(temperature * temperature);   // in place: at thousands of classes each tensor of this size is felt
    }

    static void Check(Tensor student, Tensor classWeights)
    {
        if (classWeights.dim() != 1 || classWeights.size(0) != student.size(1))
            throw new ArgumentException($"Found class weights of shape [{string.Join(", ", classWeights.shape)}], expected [{student.size(1)}].", nameof(classWeights));
    }

    internal static void Check(Tensor student, Tensor teacher, double temperature)
    {
        if (student.dim() != 2 || teacher.dim() != 2 || student.size(0) != teacher.size(0) || student.size(1) != teacher.size(1))
            throw new ArgumentException($"Found student logits [{string.Join(", ", student.shape)}] and teacher logits [{string.Join(", ", teacher.shape)}], expected the same [B, C].");
        if (!(temperature > 0 && double.IsFinite(temperature)))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "Found a temperature that is not above 0, expected for example 2.");
    }
}
