using System.Collections.Immutable;
using LongTail.Results;

namespace LongTail.Tests.Results;

public sealed class CalibrationTests
{
    [Fact]
    public void Hand_computed()
    {
        // Two images at confidence 0.9, one of them right, in one bin: |0.9 + 0.9 - 1| = 0.8; one at 0.5, right: |0.5 - 1| = 0.5. Over 3 images: 1.3 / 3.
        ImmutableArray<Belief> beliefs = [new(0.9f, MathF.Log(0.9f), 0.02f), new(0.9f, MathF.Log(0.1f), 1.62f), new(0.5f, MathF.Log(0.5f), 0.5f)];
        Calibration calibration = Calibration.Of(beliefs, [true, false, true]);
        Assert.Equal(1.3 / 3, calibration.ExpectedCalibrationError, 1e-6);
        Assert.Equal(-(Math.Log(0.9) + Math.Log(0.1) + Math.Log(0.5)) / 3, calibration.NegativeLogLikelihood, 1e-6);
        Assert.Equal((0.02 + 1.62 + 0.5) / 3, calibration.Brier, 1e-6);
    }

    [Fact]
    public void Gaps_of_one_bin_cancel_and_those_of_different_bins_do_not()
    {
        Assert.Equal(0, Calibration.Of([new(0.5f, 0, 0), new(0.5f, 0, 0)], [true, false]).ExpectedCalibrationError, 1e-9);
        Assert.Equal((0.7 + 0.7) / 2, Calibration.Of([new(0.3f, 0, 0), new(0.7f, 0, 0)], [true, false]).ExpectedCalibrationError, 1e-6);
    }

    [Fact]
    public void Certainty_that_is_right_costs_nothing_and_one_that_is_wrong_everything()
    {
        Assert.Equal(new Calibration(0, 0, 0), Calibration.Of([new(1, 0, 0)], [true]));
        Calibration wrong = Calibration.Of([new(1, float.NegativeInfinity, 2)], [false]);
        Assert.Equal((double.PositiveInfinity, 2.0, 1.0), (wrong.NegativeLogLikelihood, wrong.Brier, wrong.ExpectedCalibrationError));
    }

    [Fact]
    public void One_belief_per_image_is_asked_for()
    {
        Assert.Throws<ArgumentException>(() => Calibration.Of([], []));
        Assert.Throws<ArgumentException>(() => Calibration.Of([new(1, 0, 0)], [true, true]));
    }

    [Fact]
    public void The_two_halves_of_the_test_images_add_up_to_the_whole()
    {
        Predictions predictions = new(2, [0, 0, 0, 1, 1], [0, 1, 0, 1, 0], [true, true, true, true, true]);
        EvaluationResult whole = predictions.Evaluate();
        (EvaluationResult first, EvaluationResult second) = whole.Halves()!.Value;
        Assert.Equal<int>([2, 1], first.Images);
        Assert.Equal<int>([1, 1], second.Images);
        Assert.Equal<int>([2, 1], first.Correct);
        Assert.Equal<int>([0, 0], second.Correct);
        Assert.Equal(whole.Correct, first.Correct.Zip(second.Correct, (a, b) => a + b));
    }

    [Fact]
    public void The_worst_class_is_the_lowest_of_those_that_were_tested()
    {
        Assert.Equal(0.25, new EvaluationResult([4, 4, 0], [1, 4, 0], [4, 4, 0]).WorstClass);
        Assert.Null(new EvaluationResult([4], [1], [4]).Halves());
    }
}
