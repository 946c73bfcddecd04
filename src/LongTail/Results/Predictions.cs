using System.Collections.Immutable;

namespace LongTail.Results;

/// <summary>What a network said about each test image.</summary>
/// <param name="Classes">Number of classes, C.</param>
/// <param name="Labels">[N], the truth.</param>
/// <param name="Predicted">[N], the class on top.</param>
/// <param name="InTop5">[N], whether the truth is among the first five.</param>
public sealed record Predictions(int Classes, ImmutableArray<int> Labels, ImmutableArray<int> Predicted, ImmutableArray<bool> InTop5)
{
    /// <summary>[N], what it believed about each image; empty when only the classes are known.</summary>
    public ImmutableArray<Belief> Beliefs { get; init; } = [];

    /// <summary>Counts per class.</summary>
    public EvaluationResult Evaluate()
    {
        int[] images = new int[Classes], correct = new int[Classes], top5 = new int[Classes], firstHalf = new int[Classes];
        bool[] isCorrect = new bool[Labels.Length];
        for (int i = 0; i < Labels.Length; i++)
        {
            int label = Labels[i], place = images[label]++;
            isCorrect[i] = Predicted[i] == label;
            if (isCorrect[i]) correct[label]++;
            if (isCorrect[i] && place % 2 == 0) firstHalf[label]++;
            if (InTop5[i]) top5[label]++;
        }
        return new([.. images], [.. correct], [.. top5])
        {
            CorrectInFirstHalf = [.. firstHalf],
            Calibration = Beliefs.Length == 0 ? null : Calibration.Of(Beliefs, isCorrect),
        };
    }

    /// <summary>Counts per pair of true and predicted class.</summary>
    public Confusion Confuse() =>
        new(Classes, Labels.Zip(Predicted).CountBy(pair => pair).Select(pair => new ConfusionCell(pair.Key.First, pair.Key.Second, pair.Value)));

    /// <summary>Precision, recall and F1 of each class, [C].</summary>
    public ImmutableArray<ClassScore> Scores()
    {
        int[] images = new int[Classes], predicted = new int[Classes], correct = new int[Classes];
        for (int i = 0; i < Labels.Length; i++)
        {
            images[Labels[i]]++;
            predicted[Predicted[i]]++;
            if (Predicted[i] == Labels[i]) correct[Labels[i]]++;
        }
        return [.. Enumerable.Range(0, Classes).Select(label => new ClassScore(images[label], predicted[label], correct[label]))];
    }
}
