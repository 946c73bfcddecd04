using System.Collections.Immutable;

namespace LongTail.Results;

/// <summary>What a network said about each test image.</summary>
/// <param name="Classes">Number of classes, C.</param>
/// <param name="Labels">[N], the truth.</param>
/// <param name="Predicted">[N], the class on top.</param>
/// <param name="InTop5">[N], whether the truth is among the first five.</param>
public sealed record Predictions(int Classes, ImmutableArray<int> Labels, ImmutableArray<int> Predicted, ImmutableArray<bool> InTop5)
{
    /// <summary>Counts per class.</summary>
    public EvaluationResult Evaluate()
    {
        int[] images = new int[Classes], correct = new int[Classes], top5 = new int[Classes];
        for (int i = 0; i < Labels.Length; i++)
        {
            images[Labels[i]]++;
            if (Predicted[i] == Labels[i]) correct[Labels[i]]++;
            if (InTop5[i]) top5[Labels[i]]++;
        }
        return new([.. images], [.. correct], [.. top5]);
    }

    /// <summary>Counts per pair of true and predicted class.</summary>
    public Confusion Confuse()
    {
        int[] counts = new int[Classes * Classes];
        for (int i = 0; i < Labels.Length; i++) counts[Labels[i] * Classes + Predicted[i]]++;
        return new(Classes, [.. counts]);
    }
}
