using System.Collections.Immutable;
using LongTail.Results;

namespace LongTail.Tests.Results;

public class OpenSetResultTests
{
    // Known: right and sure, right and unsure, wrong and sure, wrong and unsure. Unknown: two sure, one unsure.
    static readonly Predictions _known = new(3, [0, 1, 2, 0], [0, 1, 1, 2], [true, true, true, true])
    {
        Beliefs = [Sure(0.9f), Sure(0.4f), Sure(0.8f), Sure(0.45f)],
    };

    static readonly ImmutableArray<float> _unknown = [0.95f, 0.5f, 0.49f];

    // Accepted and right 1 of 4; accepted unknown 2, so recall 1 / 3; F = 2 (1/4) (1/3) / (1/4 + 1/3) = 2 / 7. Exactly at the threshold is accepted.
    [Fact]
    public void Images_below_the_threshold_are_rejected_and_counted_by_hand()
    {
        OpenSetResult result = OpenSetResult.Of(_known, _unknown, 0.5);
        Assert.Equal(new OpenSetResult(4, 2, 1, 3, 1), result);
        Assert.Equal(1 / 4.0, result.Precision, 1e-15);
        Assert.Equal(1 / 3.0, result.Recall, 1e-15);
        Assert.Equal(2 / 7.0, result.FMeasure, 1e-15);
    }

    // utils.py, F_measure with openset: true_pos, false_pos and false_neg over all images, -1 being both the label of unknown images and the answer "rejected".
    [Theory]
    [InlineData(0), InlineData(0.42), InlineData(0.5), InlineData(0.85), InlineData(1)]
    public void The_numbers_are_those_of_the_published_code(double threshold)
    {
        double truePositive = 0, falsePositive = 0, falseNegative = 0;
        for (int i = 0; i < 4; i++)
        {
            int answer = _known.Beliefs[i].Confidence < threshold ? -1 : _known.Predicted[i];
            if (answer == _known.Labels[i]) truePositive++;
            else falsePositive++;
        }
        falseNegative += _unknown.Count(confidence => !(confidence < threshold));
        OpenSetResult result = OpenSetResult.Of(_known, _unknown, threshold);
        double precision = truePositive / (truePositive + falsePositive), recall = truePositive + falseNegative == 0 ? 0 : truePositive / (truePositive + falseNegative);
        Assert.Equal(precision, result.Precision, 1e-15);
        Assert.Equal(recall, result.Recall, 1e-15);
        Assert.Equal(2 * precision * recall / (precision + recall + 1e-12), result.FMeasure, 1e-9);
    }

    [Fact]
    public void At_zero_nothing_is_rejected_and_a_higher_threshold_never_rejects_less()
    {
        Assert.Equal((0, 0), Rejected(0));
        for (double threshold = 0.05; threshold <= 1; threshold += 0.05)
        {
            Assert.True(Rejected(threshold).Known >= Rejected(threshold - 0.05).Known);
            Assert.True(Rejected(threshold).Unknown >= Rejected(threshold - 0.05).Unknown);
        }

        static (int Known, int Unknown) Rejected(double threshold)
        {
            OpenSetResult result = OpenSetResult.Of(_known, _unknown, Math.Max(0, threshold));
            return (result.KnownRejected, result.UnknownRejected);
        }
    }

    [Fact]
    public void Of_two_classes_that_are_equally_likely_one_is_half_sure_which_is_not_below_a_half() =>
        Assert.Equal(0, OpenSetResult.Of(_known with { Beliefs = [.. Enumerable.Repeat(Sure(0.5f), 4)] }, [0.5f], 0.5).UnknownRejected);

    [Fact]
    public void An_answer_that_is_no_number_is_rejected() => Assert.Equal(1, OpenSetResult.Of(_known, [float.NaN], 0).UnknownRejected);

    [Theory]
    [InlineData(-0.1), InlineData(1.1), InlineData(double.NaN)]
    public void A_threshold_that_is_no_probability_is_refused(double threshold) =>
        Assert.Equal(threshold, Assert.Throws<ArgumentOutOfRangeException>(() => OpenSetResult.Of(_known, _unknown, threshold)).ActualValue);

    [Fact]
    public void Images_of_both_kinds_and_beliefs_are_asked_for()
    {
        Assert.Contains("0 of others", Assert.Throws<ArgumentException>(() => OpenSetResult.Of(_known, [], 0.1)).Message, StringComparison.Ordinal);
        Assert.Contains("0 beliefs about 4 images", Assert.Throws<ArgumentException>(() => OpenSetResult.Of(_known with { Beliefs = [] }, _unknown, 0.1)).Message, StringComparison.Ordinal);
    }

    static Belief Sure(float confidence) => new(confidence, MathF.Log(confidence), 0);
}
