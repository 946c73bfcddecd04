namespace LongTail.Results;

/// <summary>Accuracy over all classes and over the three groups, as fractions; null where a group has no class.</summary>
/// <param name="All">Top-1 accuracy over all test images.</param>
/// <param name="Many">Unweighted mean of the per-class accuracies of the group.</param>
/// <param name="Medium">Unweighted mean of the per-class accuracies of the group.</param>
/// <param name="Few">Unweighted mean of the per-class accuracies of the group.</param>
public readonly record struct GroupAccuracy(double All, double? Many, double? Medium, double? Few);
