using LongTail.Methods;

namespace LongTail.Tests.Training;

public class CheckpointTimingTests
{
    [Fact]
    public void With_no_interval_every_step_and_every_epoch_is_saved()
    {
        using ToyTraining training = ToyTraining.Of(new CrossEntropy(), epochs: 2);
        training.Job = training.Job with { CheckpointInterval = TimeSpan.Zero };
        training.Train();
        Assert.Equal([(0, 1), (0, 2), (0, 3), (0, 4), (0, 5), (0, 6), (1, 0), (1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (2, 0)], training.CheckpointsAt);
    }

    // A second passes in each step: steps and epoch ends look at the clock, and five seconds are over after five steps.
    [Fact]
    public void A_checkpoint_is_saved_when_the_interval_has_passed_since_the_last()
    {
        using ToyTraining training = ToyTraining.Of(new CrossEntropy(), epochs: 2);
        HandClock clock = new();
        training.Job = training.Job with { CheckpointInterval = TimeSpan.FromSeconds(5), Clock = clock };
        training.AfterStep = _ => clock.Advance(TimeSpan.FromSeconds(1));
        training.Train();
        Assert.Equal([(0, 5), (1, 4)], training.CheckpointsAt);
    }

    [Fact]
    public void Cancelling_inside_an_epoch_saves_after_the_step_and_stops()
    {
        using ToyTraining training = ToyTraining.Of(new CrossEntropy());
        using CancellationTokenSource source = new();
        training.AfterStep = progress => { if (progress is { Epoch: 1, Step: 2 }) source.Cancel(); };
        Assert.Throws<OperationCanceledException>(() => training.TrainUntil(source.Token));
        Assert.Equal([(1, 3)], training.CheckpointsAt);
        Assert.Single(training.Epochs);
    }

    [Fact]
    public void Cancelling_at_the_end_of_an_epoch_saves_the_finished_epoch_and_stops()
    {
        using ToyTraining training = ToyTraining.Of(new CrossEntropy());
        using CancellationTokenSource source = new();
        training.AfterEpoch = epoch => { if (epoch.Epoch == 1) source.Cancel(); };
        Assert.Throws<OperationCanceledException>(() => training.TrainUntil(source.Token));
        Assert.Equal([(2, 0)], training.CheckpointsAt);
    }

    [Fact]
    public void A_checkpoint_holds_the_sums_of_its_part_of_the_epoch()
    {
        using ToyTraining training = ToyTraining.Of(new CrossEntropy(), epochs: 1);
        List<(int Steps, double Mean)> saved = [];
        training.Job = training.Job with { CheckpointInterval = TimeSpan.Zero, Checkpoint = state => saved.Add((state.Meter.Steps, state.Meter.Loss / state.Meter.Steps)) };
        training.Train();
        Assert.Equal([1, 2, 3, 4, 5, 6, 0], saved.Select(each => each.Steps));
        Assert.Equal(training.Epochs.Single().Loss, saved[5].Mean);
    }
}
