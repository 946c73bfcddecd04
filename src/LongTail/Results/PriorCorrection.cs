using System.Collections.Immutable;

namespace LongTail.Results;

/// <summary>Moves the predictions of a trained network to a test set on which the classes come up more or less often than in training.</summary>
public static class PriorCorrection
{
    /// <summary>How much of the uniform distribution is mixed into a prior that leaves a class out, so that no logit moves by infinity.</summary>
    public const double Smoothing = 1e-6;

    /// <summary>What to add to the logits before the largest one is chosen: tau (log test prior - log training prior), [C].</summary>
    /// <param name="test">How often each class comes up, [C]; any scale.</param>
    /// <param name="training">How often it did in training, [C]; any scale, such as the numbers of training images.</param>
    /// <param name="tau">Strength: 0 changes nothing; 1 is Bayes' rule for a network that was trained by cross-entropy.</param>
    /// <exception cref="ArgumentException">Other lengths, no class, or a prior with a negative number, one that is not finite, or zeros alone.</exception>
    /// <exception cref="ArgumentOutOfRangeException">tau is not finite.</exception>
    /// <remarks>Saerens et al. 2002, eq. 4; Menon et al. 2021 with a uniform test prior. A prior with a zero in it becomes (1 - e) prior + e / C with e = <see cref="Smoothing"/>; others stay as they are.</remarks>
    public static ImmutableArray<double> Shifts(IReadOnlyList<double> test, IReadOnlyList<double> training, double tau)
    {
        if (test.Count != training.Count)
            throw new ArgumentException($"Found a test prior of {test.Count} classes and a training prior of {training.Count}, expected the same number.", nameof(test));
        if (!double.IsFinite(tau)) throw new ArgumentOutOfRangeException(nameof(tau), tau, "Found a tau that is no finite number, expected one such as 1.");
        double[] wanted = Smoothed(test, nameof(test)), given = Smoothed(training, nameof(training));
        return [.. wanted.Zip(given, (to, from) => tau * (Math.Log(to) - Math.Log(from)))];
    }

    static double[] Smoothed(IReadOnlyList<double> prior, string name)
    {
        if (prior.Count == 0 || prior.Any(weight => !(weight >= 0) || !double.IsFinite(weight)) || prior.Sum() is not (> 0 and < double.PositiveInfinity))
            throw new ArgumentException($"Found the prior [{string.Join(", ", prior.Select(weight => FormattableString.Invariant($"{weight}")))}], expected finite numbers of 0 or more, not all of them 0.", name);
        double sum = prior.Sum();
        double mixed = prior.Contains(0) ? Smoothing : 0;
        return [.. prior.Select(weight => (1 - mixed) * weight / sum + mixed / prior.Count)];
    }
}
