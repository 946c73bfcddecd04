using LongTail.Methods;
using LongTail.Native;
using LongTail.Stages;

namespace LongTail.Tests.Training;

/// <summary>
/// Training by a repeated recording is training. The recording here is a stand-in that does the work anew each time, as it was when it was
/// recorded: with the memory, the epoch and the step of then. So it shows a batch, a rate or an epoch that a CUDA graph would keep and should
/// not. What it cannot show is what a loss keeps for itself, reads back or brings from the processor: for that there is MetaStepTests.
/// </summary>
public class StepRepeaterTests
{
    public static TheoryData<string> Methods => [.. MethodCatalog.All.Where(entry => Toy.Stage(entry.Method).Epochs > 0).Select(entry => entry.Name)];

    [Theory, MemberData(nameof(Methods))]
    public void Every_method_trains_as_it_does_step_by_step(string method)
    {
        Method chosen = Fitting.Of(method, Toy.Train.Counts);
        TrainsAsStepByStep(Toy.Stage(chosen is BalancedDistillation balanced ? balanced with { DeferUntil = 0.5 } : chosen));
    }

    [Fact]
    public void So_do_settings_whose_loss_changes_with_the_epoch()
    {
        TrainsAsStepByStep(Toy.Stage(new KnowledgeDistillation { WeighLabelsFrom = 0.5 }));
        TrainsAsStepByStep(Toy.Stage(new MarginTraining { DeferUntil = 0.25 }));
        TrainsAsStepByStep(Toy.Stage(new DeferredReweighting { DeferUntil = 0.75 }));
        TrainsAsStepByStep(Toy.Stage(new BalancedDistillation { DeferUntil = 1 }));
    }

    static void TrainsAsStepByStep(Stage stage)
    {
        using ToyTraining plain = new(stage), repeated = new(stage);
        KeepRates(plain);
        plain.Train();
        Recordings recordings = Repeat(repeated);
        repeated.Train();
        Assert.Equal(plain.Weights(), repeated.Weights());
        Assert.Equal(plain.Epochs.Select(epoch => epoch.Loss), repeated.Epochs.Select(epoch => epoch.Loss));
        Assert.Equal(plain.Epochs.Select(epoch => epoch.Evaluation!.Top1), repeated.Epochs.Select(epoch => epoch.Evaluation!.Top1));
        // Of four epochs of five full batches and a smaller one, all full batches but the first two.
        Assert.Equal(stage.Objective.PhaseAt(0) is null ? 0 : 18, recordings.Repeated);
        Assert.Equal(stage.Objective.PhaseAt(0) is null ? 0 : Enumerable.Range(0, 4).Select(stage.Objective.PhaseAt).Distinct().Count(), recordings.Made);
        Assert.Equal(recordings.Made, recordings.Freed);
    }

    [Fact]
    public void A_loss_that_changes_without_saying_so_is_caught_here()
    {
        using ToyTraining plain = ToyTraining.Of(new CrossEntropy()), repeated = ToyTraining.Of(new CrossEntropy());
        foreach (ToyTraining training in (ToyTraining[])[plain, repeated])
        {
            KeepRates(training);
            StepFunction objective = training.Job.Objective;
            training.Job = training.Job with { Objective = (batch, progress) => objective(batch, progress) is var output && progress.Epoch < 2 ? output : output with { Loss = output.Loss * 2 } };
        }
        plain.Train();
        Recordings recordings = new();
        repeated.Job = repeated.Job with { Record = recordings.Record };
        repeated.Train();
        Assert.NotEqual(plain.Weights(), repeated.Weights());
    }

    [Fact]
    public void A_loss_that_says_nothing_of_its_steps_is_not_recorded() => Assert.Null(new Silent().PhaseAt(0));

    [Theory, InlineData(1), InlineData(0.3)]
    public void Mixed_pictures_are_not_recorded(double probability)
    {
        Stage stage = Toy.Stage(new CrossEntropy());
        using ToyTraining training = new(stage with { Augmentation = stage.Augmentation with { Mixing = new() { Kind = MixingKind.CutMix, Probability = probability } } });
        Recordings recordings = Repeat(training);
        training.Train();
        Assert.Equal(0, recordings.Made);
    }

    [Fact]
    public void A_rate_kept_on_the_device_is_the_rate_of_the_epoch()
    {
        using ToyTraining plain = ToyTraining.Of(new CrossEntropy()), kept = ToyTraining.Of(new CrossEntropy());
        KeepRates(kept);
        plain.Train();
        kept.Train();
        Assert.All(plain.Weights().Zip(kept.Weights()), pair => Assert.Equal(pair.First, pair.Second, 2e-3f));
    }

    sealed record Silent : Objective
    {
        public override int Version => 1;

        public override StepFunction Bind(StageContext context) => throw new NotSupportedException();
    }

    static Recordings Repeat(ToyTraining training)
    {
        Recordings recordings = new();
        KeepRates(training);
        training.Job = training.Job with { Record = recordings.Record };
        return recordings;
    }

    static void KeepRates(ToyTraining training)
    {
        training.Optimizer.Flatten();
        training.Optimizer.KeepRatesOnDevice();
    }

    sealed class Recordings
    {
        public int Made { get; private set; }

        public int Repeated { get; private set; }

        public int Freed { get; private set; }

        public IRecordedWork Record(Action work)
        {
            Made++;
            work();
            return new Again(this, work);
        }

        // It was done when it was recorded, which a graph is not: the first time there is nothing left to do.
        sealed class Again(Recordings recordings, Action work) : IRecordedWork
        {
            bool _isDone = true;

            public void Repeat()
            {
                recordings.Repeated++;
                if (!_isDone) work();
                _isDone = false;
            }

            public void Dispose() => recordings.Freed++;
        }
    }
}
