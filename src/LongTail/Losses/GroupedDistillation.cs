using static TorchSharp.torch;

namespace LongTail.Losses;

/// <summary>Distances from a student to its teacher in two parts: how belief is shared among groups of classes, and how it is shared inside each group.</summary>
/// <remarks>
/// With P_g the belief in group g and p_c|g that in class c within it, T^2 KL(teacher || student) is exactly T^2 times
/// KL(P teacher || P student) + sum over g of P_g teacher x KL(p|g teacher || p|g student). Kim 2026 (LTKD) corrects either part for a
/// teacher that favours the largest classes; docs/methods/ltkd.md says what of that paper could be read.
/// </remarks>
public static class GroupedDistillation
{
    /// <summary>How far the student's sharing among groups is from the teacher's, after the teacher is scaled to believe in all groups equally much over the batch; and how far its sharing inside the groups is.</summary>
    /// <param name="student">Logits, [B, C].</param>
    /// <param name="teacher">Logits, [B, C]; no gradient flows into them.</param>
    /// <param name="groups">Which classes are of one group.</param>
    /// <param name="temperature">T, softening; above 0.</param>
    /// <returns>
    /// Two values per image, [B] each, never negative, already times T squared. Across: an image's value depends on the others in its batch. Within: the mean of the groups' divergences, each counting alike
    /// however little the teacher believes in the group.
    /// </returns>
    /// <exception cref="ArgumentException">Shapes disagree, or the temperature is not above 0.</exception>
    public static (Tensor Across, Tensor Within) Parts(Tensor student, Tensor teacher, ClassGroups groups, double temperature)
    {
        Distillation.Check(student, teacher, temperature);
        (Tensor target, Tensor[] targetInside) = Beliefs(groups.Split(teacher.detach() / temperature));
        (Tensor own, Tensor[] ownInside) = Beliefs(groups.Split(student / temperature));
        target = nn.functional.log_softmax(target - LogSum(target, 0).Whole, dim: 1);      // each group's sum over the batch became the same
        Tensor within = targetInside.Zip(ownInside, Divergence).Aggregate((sum, next) => sum + next) / groups.Count;
        return (Divergence(target, own) * (temperature * temperature), within * (temperature * temperature));
    }

    // Logarithms of the belief in each group, [B, G], and inside each, [B, classes of the group].
    static (Tensor Among, Tensor[] Inside) Beliefs(Tensor[] groups)
    {
        (Tensor Inside, Tensor Whole)[] parts = [.. groups.Select(logits => LogSum(logits, 1))];
        return (nn.functional.log_softmax(cat([.. parts.Select(part => part.Whole)], dim: 1), dim: 1), [.. parts.Select(part => part.Inside)]);
    }

    // The logarithm of the sum of exponentials, and the values less it. Of plain operations: libtorch's own sum has no form for tensors without numbers, on which steps are tested for read-backs.
    static (Tensor Less, Tensor Whole) LogSum(Tensor values, long dimension)
    {
        Tensor largest = values.detach().amax([dimension], keepdim: true);
        Tensor below = values - largest, sum = below.exp().sum(dimension, keepdim: true).log();
        return (below - sum, sum + largest);
    }

    static Tensor Divergence(Tensor target, Tensor own) => (target.exp() * (target - own)).sum(1);
}
