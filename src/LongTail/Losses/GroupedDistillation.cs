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
    // On the logits of all other groups: no belief is left, and 0 times it is still 0.
    const double Outside = -1e30;

    /// <summary>How far the student's sharing among groups is from the teacher's, after the teacher is scaled to believe in all groups equally much over the batch.</summary>
    /// <param name="student">Logits, [B, C].</param>
    /// <param name="teacher">Logits, [B, C]; no gradient flows into them.</param>
    /// <param name="groups">[G, C], 1 where the class is of the group and 0 elsewhere; each class in one group, no group empty.</param>
    /// <param name="temperature">T, softening; above 0.</param>
    /// <returns>One value per image, [B], never negative, already times T squared. An image's value depends on the others in its batch.</returns>
    /// <exception cref="ArgumentException">Shapes disagree, or the temperature is not above 0.</exception>
    public static Tensor AcrossGroups(Tensor student, Tensor teacher, Tensor groups, double temperature)
    {
        Check(student, teacher, groups, temperature);
        Tensor guide = LogBelief(teacher.detach() / temperature, groups);
        Tensor target = nn.functional.log_softmax(guide - LogSumExp(guide, 0), dim: 1);      // each group's sum over the batch became the same
        Tensor own = LogBelief(student / temperature, groups);
        return (target.exp() * (target - own)).sum(1) * (temperature * temperature);
    }

    /// <summary>How far the student's sharing inside the groups is from the teacher's: the mean of the groups' divergences, each counting alike however little the teacher believes in the group.</summary>
    /// <inheritdoc cref="AcrossGroups"/>
    /// <returns>One value per image, [B], never negative, already times T squared.</returns>
    public static Tensor WithinGroups(Tensor student, Tensor teacher, Tensor groups, double temperature)
    {
        Check(student, teacher, groups, temperature);
        Tensor target = nn.functional.log_softmax(InGroups(teacher.detach() / temperature, groups), dim: 2);   // [B, G, C]
        Tensor own = nn.functional.log_softmax(InGroups(student / temperature, groups), dim: 2);
        return (target.exp() * (target - own)).sum(2).mean([1]) * (temperature * temperature);
    }

    static Tensor LogBelief(Tensor logits, Tensor groups) =>
        nn.functional.log_softmax(LogSumExp(InGroups(logits, groups), 2), dim: 1);            // [B, G]

    // Of plain operations: libtorch's own has no form for tensors without numbers, on which steps are tested for read-backs.
    static Tensor LogSumExp(Tensor values, long dimension)
    {
        Tensor largest = values.detach().amax([dimension], keepdim: true);
        return (values - largest).exp().sum(dimension).log() + largest.squeeze(dimension);
    }

    static Tensor InGroups(Tensor logits, Tensor groups) => logits.unsqueeze(1) + (1 - groups) * Outside;      // [B, G, C]

    static void Check(Tensor student, Tensor teacher, Tensor groups, double temperature)
    {
        Distillation.Check(student, teacher, temperature);
        if (groups.dim() != 2 || groups.size(1) != student.size(1))
            throw new ArgumentException($"Found groups of shape [{string.Join(", ", groups.shape)}], expected [G, {student.size(1)}].", nameof(groups));
    }
}
