using LongTail.Methods;
using LongTail.Results;
using LongTail.Stages;

namespace LongTail.Tests.Training;

public class TrainerTests
{
    [Fact]
    public void Every_epoch_visits_every_image_and_is_recorded()
    {
        using ToyTraining training = ToyTraining.Of(new CrossEntropy());
        List<(int Epoch, int Step)> steps = [];
        training.AfterStep = progress => steps.Add((progress.Epoch, progress.Step));
        training.Train();
        Assert.Equal(Enumerable.Range(0, 4 * 6).Select(step => (step / 6, step % 6)), steps);
        Assert.Equal([0, 1, 2, 3], training.State.History.Select(epoch => epoch.Epoch));
        Assert.Equal(training.Epochs, training.State.History);
        foreach (EpochRecord epoch in training.Epochs)
        {
            Assert.Equal(42, epoch.Images);
            Assert.Equal(training.Job.Stage.Optimizer.LearningRateAt(epoch.Epoch, 4), epoch.LearningRate);
            Assert.True(double.IsFinite(epoch.Loss) && epoch.TrainSeconds > 0);
        }
    }

    [Theory]
    [InlineData(Feedback.None), InlineData(Feedback.Training), InlineData(Feedback.Validation), InlineData(Feedback.Test)]
    public void A_step_is_told_where_it_stands_and_what_was_measured_for_it(Feedback feedback)
    {
        using ToyTraining training = new(Toy.Stage(new CrossEntropy(), epochs: 2) with { Feedback = feedback });
        List<Progress> seen = [];
        StepFunction objective = training.Job.Objective;
        training.Job = training.Job with { Objective = (batch, progress) => { seen.Add(progress); return objective(batch, progress); } };
        training.Train();
        Assert.All(seen, progress => Assert.Equal((2, 6), (progress.Epochs, progress.StepsPerEpoch)));
        EpochRecord first = training.Epochs[0];
        Assert.All(seen[..6], progress => Assert.Null(progress.LastFeedback));
        Assert.All(seen[6..], progress => Assert.Same(feedback switch { Feedback.Training => first.OnTraining, Feedback.Validation => first.OnValidation, Feedback.Test => first.Evaluation, _ => null }, progress.LastFeedback));
        Assert.Equal(feedback == Feedback.Training ? [24, 12, 6] : null, first.OnTraining?.Images);
    }

    [Theory]
    [InlineData(1, new[] { 0, 1, 2, 3, 4 })]
    [InlineData(2, new[] { 1, 3, 4 })]
    [InlineData(3, new[] { 2, 4 })]
    [InlineData(100, new[] { 4 })]
    public void Every_so_many_epochs_and_after_the_last_the_network_is_measured(int evaluateEvery, int[] measured)
    {
        using ToyTraining training = new(Toy.Stage(new CrossEntropy(), epochs: 5) with { EvaluateEvery = evaluateEvery });
        training.Train();
        Assert.Equal(measured, training.Epochs.Where(epoch => epoch.Evaluation is not null).Select(epoch => epoch.Epoch));
    }

    // Right answers of ten in the five epochs: the best is measured in epoch 1 and reached again, not beaten, in epoch 3.
    [Fact]
    public void The_best_is_kept_when_it_beats_all_before_it_and_equals_do_not()
    {
        using ToyTraining training = ToyTraining.Of(new CrossEntropy(), epochs: 5);
        int[] correct = [3, 7, 5, 7, 6];
        training.Job = training.Job with { Evaluate = () => new([10], [correct[training.State.Epoch]], [10]) };
        training.Train();
        Assert.Equal([0, 1], training.KeptBestAfter);
        Assert.Equal(0.7, training.State.BestScore);
        Assert.Equal(0.6, training.State.Last(Feedback.Test)!.Top1);
    }

    [Fact]
    public void A_network_that_gets_nothing_right_still_has_a_best_epoch()
    {
        using ToyTraining training = ToyTraining.Of(new CrossEntropy(), epochs: 2);
        training.Job = training.Job with { Evaluate = () => new([10], [0], [0]) };
        training.Train();
        Assert.Equal([0], training.KeptBestAfter);
    }

    [Fact]
    public void A_finished_state_is_left_alone()
    {
        using ToyTraining training = ToyTraining.Of(new CrossEntropy(), epochs: 1).Train();
        float[] weights = training.Weights();
        training.Train();
        Assert.Equal(weights, training.Weights());
        Assert.Single(training.Epochs);
    }

    [Fact]
    public void Measuring_leaves_training_as_it_was()
    {
        using ToyTraining often = new(Toy.Stage(new CrossEntropy()) with { EvaluateEvery = 1 }), seldom = new(Toy.Stage(new CrossEntropy()) with { EvaluateEvery = 4 });
        Assert.Equal(often.Train().Weights(), seldom.Train().Weights());
    }

    [Fact]
    public void Without_momentum_and_weight_decay_a_step_is_plain_gradient_descent()
    {
        Stage stage = Toy.Stage(new CrossEntropy(), epochs: 1) with { BatchSize = 1000, Optimizer = new() { LearningRate = 0.5, Momentum = 0, WeightDecay = 0, WarmupEpochs = 0 } };
        using ToyTraining training = new(stage);
        training.Network.train();
        float[] before = First(training);
        training.Train();
        float[] gradient = [.. training.Network.parameters().First().grad!.contiguous().data<float>()];
        Assert.Equal(before.Zip(gradient, (weight, slope) => weight - 0.5f * slope), First(training), new Near(1e-6f));

        static float[] First(ToyTraining training) => [.. training.Network.parameters().First().contiguous().data<float>()];
    }

    sealed class Near(float tolerance) : IEqualityComparer<float>
    {
        public bool Equals(float x, float y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(float value) => 0;
    }
}
