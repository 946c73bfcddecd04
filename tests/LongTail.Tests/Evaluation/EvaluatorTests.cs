using LongTail.Data;
using LongTail.Evaluation;
using LongTail.Networks;
using LongTail.Results;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Evaluation;

public class EvaluatorTests
{
    [Fact]
    public void The_class_with_the_highest_logit_is_predicted()
    {
        Predictions answers = Ask([[1, 3, 2], [-1, -2, -3], [0, 0, 5]], [1, 1, 2]);
        Assert.Equal([1, 0, 2], answers.Predicted);
        Assert.Equal([1, 1, 2], answers.Labels);
        Assert.Equal(3, answers.Classes);
    }

    [Fact]
    public void The_truth_is_in_the_top_five_when_at_most_four_classes_are_ahead()
    {
        float[] logits = [7, 6, 5, 4, 3, 2, 1];
        Assert.Equal([true, true, true, true, true, false, false], Ask([.. Enumerable.Repeat(logits, 7)], [0, 1, 2, 3, 4, 5, 6]).InTop5);
    }

    [Fact]
    public void With_fewer_than_five_classes_everything_is_in_the_top_five() =>
        Assert.All(Ask([[3, 2, 1, 0], [3, 2, 1, 0]], [3, 0]).InTop5, Assert.True);

    [Fact]
    public void A_network_that_answers_no_number_has_nothing_right_in_its_top_five()
    {
        Assert.Equal([false], Ask([[float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN]], [3]).InTop5);
        Assert.Equal([false], Ask([[float.NaN, float.NaN, float.NaN]], [0]).InTop5);
    }

    [Fact]
    public void Five_classes_are_in_the_top_five_also_when_all_are_told_the_same_and_the_lower_labels_come_first()
    {
        float[] same = [1, 1, 1, 1, 1, 1, 1];
        Assert.Equal([true, true, true, true, true, false, false], Ask([.. Enumerable.Repeat(same, 7)], [0, 1, 2, 3, 4, 5, 6]).InTop5);
        Assert.Equal([0], Ask([same], [0]).Predicted);
    }

    [Fact]
    public void A_tie_at_the_fifth_place_goes_to_the_lower_label()
    {
        float[] logits = [9, 1, 8, 7, 6, 1];   // the truth is 1 or 5: both have the fifth highest logit
        Assert.Equal([true, false], Ask([logits, logits], [1, 5]).InTop5);
    }

    [Fact]
    public void What_is_no_number_is_ahead_of_a_number() =>
        Assert.Equal([true, false], Ask([[1, float.NaN, 3, 4, 5, 6], [1, float.NaN, 3, 4, 5, float.NaN]], [2, 0]).InTop5);

    [Fact]
    public void Every_image_is_asked_once_in_order_in_evaluation_mode_and_nothing_stays_in_memory()
    {
        using DisposeScope scope = NewDisposeScope();
        using Answering network = new();
        network.train();
        Batch[] batches = [Of([[1, 0], [0, 1]], [0, 0]), Of([[1, 0]], [1])];
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Predictions answers = Evaluator.Predict(network, 2, batches);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal([0, 0, 1], answers.Labels);
        Assert.Equal([0, 1, 0], answers.Predicted);
        Assert.Equal([false, false], network.WasTraining);
        Assert.False(network.MadeGradients);
    }

    [Fact]
    public void Shifts_are_added_to_the_logits_before_anything_is_read_off_them()
    {
        using DisposeScope scope = NewDisposeScope();
        using Answering network = new();
        Predictions answers = Evaluator.Predict(network, 2, [Of([[1, 0], [1, 0.8f]], [0, 1])], [-0.25, 0.25]);
        Assert.Equal([0, 1], answers.Predicted);
        Assert.Equal(1 / (1 + Math.Exp(-0.5)), answers.Beliefs[0].Confidence, 6);             // 0.75 against 0.25
        Assert.Contains("shifts of 3 classes", Assert.Throws<ArgumentException>(() => Evaluator.Predict(network, 2, [], [0, 0, 0])).Message, StringComparison.Ordinal);
    }

    // Probabilities of 3/4 and 1/4: (1/4)^2 + (1/4)^2 where the first is true, 2 (3/4)^2 where the second is.
    [Fact]
    public void Beliefs_are_those_computed_by_hand()
    {
        float[] logits = [(float)Math.Log(3), 0];
        Belief[] beliefs = [.. Ask([logits, logits], [0, 1]).Beliefs];
        Assert.Equal([0.75f, 0.75f], beliefs.Select(belief => belief.Confidence), Near);
        Assert.Equal([(float)Math.Log(0.75), (float)Math.Log(0.25)], beliefs.Select(belief => belief.LogTruth), Near);
        Assert.Equal([0.125f, 1.125f], beliefs.Select(belief => belief.Brier), Near);

        static bool Near(float one, float other) => Math.Abs(one - other) < 1e-6;
    }

    static Predictions Ask(float[][] logits, long[] labels)
    {
        using DisposeScope scope = NewDisposeScope();
        using Answering network = new();
        return Evaluator.Predict(network, logits[0].Length, [Of(logits, labels)]);
    }

    static Batch Of(float[][] logits, long[] labels) =>
        new(tensor(logits.SelectMany(row => row).ToArray(), [logits.Length, logits[0].Length]), tensor(labels), arange(labels.Length));

    /// <summary>Its images are its answers.</summary>
    sealed class Answering() : Network(nameof(Answering))
    {
        readonly Parameter one = nn.Parameter(ones(1));

        public List<bool> WasTraining { get; } = [];

        public bool MadeGradients { get; private set; }

        public override Tensor Features(Tensor images) => images;

        public override Tensor Classify(Tensor features)
        {
            WasTraining.Add(training);
            Tensor logits = features * one;
            MadeGradients |= logits.requires_grad;
            return logits;
        }
    }
}
