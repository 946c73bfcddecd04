using System.Collections.Immutable;
using CsCheck;
using LongTail.Results;

namespace LongTail.Tests.Results;

public class PredictionsTests
{
    static readonly Gen<(int Label, int Predicted)[]> Answers = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 6]).Array[0, 200];

    [Fact]
    public void Answers_are_counted_by_class()
    {
        Predictions answers = new(3, [0, 0, 1, 2, 2, 2], [0, 1, 1, 0, 2, 2], [true, true, true, false, true, true]);
        EvaluationResult result = answers.Evaluate();
        Assert.Equal([2, 1, 3], result.Images);
        Assert.Equal([1, 1, 2], result.Correct);
        Assert.Equal([2, 1, 2], result.CorrectInTop5);
    }

    [Fact]
    public void Confusion_has_true_classes_in_rows_and_predicted_ones_in_columns()
    {
        Confusion confusion = new Predictions(3, [0, 0, 1, 2, 2, 2], [0, 1, 1, 0, 2, 2], [true, true, true, true, true, true]).Confuse();
        Assert.Equal([new(0, 0, 1), new(0, 1, 1), new(1, 1, 1), new(2, 0, 1), new(2, 2, 2)], confusion.Cells);
        Assert.Equal((1, 0), (confusion[2, 0], confusion[0, 2]));
    }

    [Fact]
    public void Thousands_of_classes_take_room_for_the_pairs_that_came_up_alone()
    {
        const int classes = 8142, images = 24_426;
        ImmutableArray<int> labels = [.. Enumerable.Range(0, images).Select(i => i % classes)], predicted = [.. labels.Select(label => label * 7 % classes)];
        Predictions predictions = new(classes, labels, predicted, [.. labels.Select(_ => true)]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Confusion confusion = predictions.Confuse();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);   // a matrix has 265 MB
        Assert.Equal((classes, 3, 0), (confusion.Cells.Length, confusion[8141, 8141 * 7 % classes], confusion[8141, 8141]));
    }

    [Fact]
    public void Pairs_beyond_the_classes_or_there_twice_are_refused()
    {
        foreach (ConfusionCell[] cells in (ConfusionCell[][])[[new(0, 3, 1)], [new(-1, 0, 1)], [new(1, 2, 1), new(0, 0, 1), new(1, 2, 4)]])
            Assert.Contains("expected each pair of labels once", Assert.Throws<ArgumentException>(() => new Confusion(3, cells)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Precision_recall_and_F1_are_of_each_class_against_all_others()
    {
        // Counted by hand: precision [1/2, 1/2, 1], recall [1/2, 1, 2/3], f1 [1/2, 2/3, 4/5].
        ImmutableArray<ClassScore> scores = new Predictions(4, [0, 0, 1, 2, 2, 2], [0, 1, 1, 0, 2, 2], [true, true, true, true, true, true]).Scores();
        Assert.Equal([(2, 2, 1), (1, 2, 1), (3, 2, 2), (0, 0, 0)], scores.Select(score => (score.Images, score.Predicted, score.Correct)));
        Assert.Equal([0.5, 0.5, 1, double.NaN], scores.Select(score => score.Precision));
        Assert.Equal([0.5, 1, 2 / 3.0, double.NaN], scores.Select(score => score.Recall));
        Assert.Equal([0.5, 2 / 3.0, 0.8, double.NaN], scores.Select(score => score.F1), (one, other) => one.Equals(other) || Math.Abs(one - other) < 1e-15);
        Assert.Equal((double.NaN, 0), (new ClassScore(3, 0, 0).Precision, new ClassScore(3, 0, 0).F1));
    }

    [Fact]
    public void Rows_of_the_confusion_sum_to_the_classes_and_its_diagonal_is_what_was_right() => Answers.Sample(answers =>
    {
        Predictions predictions = new(7, [.. answers.Select(a => a.Label)], [.. answers.Select(a => a.Predicted)], [.. answers.Select(_ => true)]);
        EvaluationResult result = predictions.Evaluate();
        Confusion confusion = predictions.Confuse();
        for (int label = 0; label < 7; label++)
        {
            Assert.Equal(result.Images[label], Enumerable.Range(0, 7).Sum(predicted => confusion[label, predicted]));
            Assert.Equal(result.Correct[label], confusion[label, label]);
            Assert.Equal(answers.Count(a => a.Predicted == label), Enumerable.Range(0, 7).Sum(actual => confusion[actual, label]));
        }
    });
}
