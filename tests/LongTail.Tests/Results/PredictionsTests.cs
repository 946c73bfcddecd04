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
        Assert.Equal([1, 1, 0, 0, 1, 0, 1, 0, 2], confusion.Counts);
        Assert.Equal((1, 0), (confusion[2, 0], confusion[0, 2]));
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
