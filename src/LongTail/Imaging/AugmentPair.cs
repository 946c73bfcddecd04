namespace LongTail.Imaging;

/// <summary>Two operations that <see cref="AutoAugment"/> applies one after the other.</summary>
readonly record struct AugmentPair(AugmentStep First, AugmentStep Second);

/// <summary>An operation that may be applied.</summary>
/// <param name="Operation">Which.</param>
/// <param name="Probability">How often.</param>
/// <param name="Strength">0 to 9; without a meaning for some operations.</param>
readonly record struct AugmentStep(AugmentOperation Operation, double Probability, int Strength);
