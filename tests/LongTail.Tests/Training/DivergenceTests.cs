using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Tests.Training;

public class DivergenceTests
{
    public static TheoryData<int, int> Places => new() { { 0, 0 }, { 0, 3 }, { 1, 5 }, { 7, 2 }, { 9, 5 } };

    [Theory, MemberData(nameof(Places))]
    public void A_loss_that_is_not_finite_is_traced_to_its_epoch_step_rate_and_images(int epoch, int step)
    {
        using ToyTraining training = Poisoned(epoch, step, out List<string> images);
        string message = Assert.Throws<DivergedException>(() => training.Train()).Message;
        string rate = FormattableString.Invariant($"{training.Job.Stage.Optimizer.LearningRateAt(epoch, 10):g6}");
        Assert.Contains($"a loss of NaN in epoch {epoch + 1}, step {step + 1} (ce, learning rate {rate})", message, StringComparison.Ordinal);
        Assert.Contains($"training images {images.Single()}. ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_checkpoint_holds_a_loss_that_is_not_finite()
    {
        using ToyTraining training = Poisoned(1, 2, out _);
        training.Job = training.Job with { CheckpointInterval = TimeSpan.Zero };
        Assert.Throws<DivergedException>(() => training.Train());
        Assert.Equal((1, 2), training.CheckpointsAt[^1]);
    }

    [Fact]
    public void No_checkpoint_holds_it_when_it_comes_between_two_looks_and_the_run_is_cancelled()
    {
        using ToyTraining training = Poisoned(0, 1, out _);
        using CancellationTokenSource source = new();
        training.AfterStep = progress => { if (progress.Step == 3) source.Cancel(); };
        Assert.Throws<DivergedException>(() => training.TrainUntil(source.Token));
        Assert.Empty(training.CheckpointsAt);
    }

    [Fact]
    public void An_epoch_with_such_a_loss_is_not_recorded()
    {
        using ToyTraining training = Poisoned(1, 5, out _);
        Assert.Throws<DivergedException>(() => training.Train());
        Assert.Equal([0], training.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal([0], training.State.History.Select(epoch => epoch.Epoch));
    }

    [Fact]
    public void An_absurd_learning_rate_is_reported_as_divergence()
    {
        using ToyTraining training = new(Toy.Stage(new CrossEntropy()) with { Optimizer = new() { LearningRate = 1e30, WarmupEpochs = 0 } });
        Assert.Contains("learning rate 1e+30", Assert.Throws<DivergedException>(() => training.Train()).Message, StringComparison.Ordinal);
    }

    // The last step's loss is finite, the weights it leaves are not, and no later loss would tell: the slope of a root is infinite at 0.
    [Fact]
    public void Weights_that_are_not_finite_are_divergence_also_after_the_last_step()
    {
        using ToyTraining training = LossAt(0, 5, epochs: 1, output => output.Loss + (output.Loss * 0).sqrt());
        Assert.Contains("weights or moments that are not finite after epoch 1, step 6 (ce, learning rate 0.05)", Assert.Throws<DivergedException>(() => training.Train()).Message, StringComparison.Ordinal);
        Assert.Empty(training.Epochs);
        Assert.Empty(training.CheckpointsAt);
    }

    [Fact]
    public void No_checkpoint_holds_weights_that_are_not_finite()
    {
        using ToyTraining training = LossAt(0, 2, epochs: 1, output => output.Loss + (output.Loss * 0).sqrt());
        training.Job = training.Job with { CheckpointInterval = TimeSpan.Zero };
        Assert.Throws<DivergedException>(() => training.Train());
        Assert.Equal((0, 2), training.CheckpointsAt[^1]);
    }

    // A batch of one image leaves them so where its last feature map is one pixel: the unbiased variance of one number.
    [Fact]
    public void Moments_of_a_normalisation_that_are_not_finite_are_divergence()
    {
        using ToyTraining training = ToyTraining.Of(new CrossEntropy(), 1);
        training.AfterStep = _ =>
        {
            using IDisposable noGradient = no_grad();
            training.Job.Context.Network.named_buffers().First(buffer => buffer.name.EndsWith("running_var", StringComparison.Ordinal)).buffer.fill_(double.NaN);
        };
        Assert.Contains("batchSize", Assert.Throws<DivergedException>(() => training.Train()).Message, StringComparison.Ordinal);
        Assert.Empty(training.Epochs);
    }

    static ToyTraining Poisoned(int epoch, int step, out List<string> images)
    {
        List<string> poisoned = images = [];
        ToyTraining training = LossAt(epoch, step, epochs: 10, output => output.Loss * float.NaN);
        StepFunction objective = training.Job.Objective;
        training.Job = training.Job with
        {
            Objective = (batch, progress) =>
            {
                if ((progress.Epoch, progress.Step) == (epoch, step)) poisoned.Add(string.Join(", ", batch.Indices.data<long>()));
                return objective(batch, progress);
            },
        };
        return training;
    }

    static ToyTraining LossAt(int epoch, int step, int epochs, Func<StepOutput, Tensor> loss)
    {
        ToyTraining training = ToyTraining.Of(new CrossEntropy(), epochs);
        StepFunction objective = training.Job.Objective;
        training.Job = training.Job with
        {
            Clock = new HandClock(),
            Objective = (batch, progress) =>
            {
                StepOutput output = objective(batch, progress);
                return (progress.Epoch, progress.Step) == (epoch, step) ? output with { Loss = loss(output) } : output;
            },
        };
        return training;
    }
}
