using LongTail.Augmentation;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Stages;
using LongTail.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Training;

/// <summary>
/// The training step on libtorch's meta device, whose tensors have a shape and no numbers. Whoever reads a number back ends with an
/// error there, and so does whoever mixes tensors of two devices. So a step that passes makes no read-back and leaves nothing on the processor.
/// </summary>
/// <remarks>
/// libtorch has no meta form of convolution, batch norm, index_select and flip (PyTorch's are written in Python): the network here is linear,
/// with the stage's own head unless that is of cosines, and crop and gather are left out. For these ReadBackTests looks at the source.
/// </remarks>
public sealed class MetaStepTests : IDisposable
{
    const int Images = 16, Classes = 3;
    static readonly Device Meta = new(DeviceType.META);

    readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string, bool, int> Steps
    {
        get
        {
            TheoryData<string, bool, int> steps = [];
            foreach (MethodEntry entry in MethodCatalog.All.Where(entry => Toy.Stage(entry.Method).Epochs > 0))
                foreach (bool flat in (bool[])[false, true])
                    foreach (int epoch in (int[])[0, 9]) steps.Add(entry.Name, flat, epoch);
            return steps;
        }
    }

    [Theory, MemberData(nameof(Steps))]
    public void A_step_of_every_method_reads_nothing_back_and_stays_on_the_device(string method, bool flat, int epoch)
    {
        Method chosen = Fitting.Of(method, Toy.Train.Counts);
        if (chosen is BalancedDistillation balanced) chosen = balanced with { DeferUntil = 0.5 };   // epoch 0 is plain KD, epoch 9 is balanced
        Step(Toy.Stage(chosen, epochs: 10), flat, epoch);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Nor_does_a_step_by_equation_8(bool flat) => Step(Toy.Stage(new BalancedDistillation { Unnormalized = true }, epochs: 10), flat);

    [Fact]
    public void An_objective_that_reads_its_loss_is_caught() =>
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => Step(Toy.Stage(new CrossEntropy()), change: loss => loss * loss.item<float>()));

    [Fact]
    public void An_objective_with_numbers_on_the_processor_is_caught() =>
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => Step(Toy.Stage(new CrossEntropy()), change: loss => (loss * ones(Classes)).mean()));

    static void Step(Stage stage, bool flat = false, int epoch = 0, Func<Tensor, Tensor>? change = null)
    {
        Seed seed = new(0);
        using Linear network = new(stage.Network, Classes);
        network.to(Meta);
        Linear[] teachers = [.. stage.Teachers.Select(teacher => new Linear(teacher.Network, Toy.Data.CountsOf(teacher.Subset).Classes))];
        foreach (Linear teacher in teachers) teacher.to(Meta);
        StageContext context = new()
        {
            Network = network,
            Teachers = [.. teachers.Select(teacher => new Teacher(new(teacher)))],
            Counts = Toy.Train.Counts,
            TrainingImages = Toy.Train,
            PlainBatches = () => [],                                             // what is read from them is read before the first step
            Device = Meta,
            Seed = seed,
        };
        StepFunction objective = stage.Objective.Bind(context);
        MomentumSgd optimizer = new();
        foreach ((string name, Parameter parameter) in network.named_parameters()) optimizer.Add(name, parameter, stage.Optimizer.For(name));
        if (flat) optimizer.Flatten();
        Augment augment = Augmentations.Build(stage.Augmentation with { CropPadding = 0, Flip = false }, Toy.Train.Shape, seed, Meta);
        using LossMeter meter = new(Meta);

        Tensor indices = Upload.Of([.. Enumerable.Range(0, Images).Select(i => (long)i)], Meta);
        Batch batch = augment(new(zeros([Images, 1, Toy.Side, Toy.Side], uint8, Meta), zeros(Images, int64, Meta), indices), new(epoch, 0, [.. Enumerable.Range(0, Images)], [.. new int[Images]]));
        StepOutput output = objective(batch, new(epoch, stage.Epochs, 0, 1, null));
        if (change is not null) output = output with { Loss = change(output.Loss) };
        optimizer.ClearGradients();
        output.Loss.backward();
        optimizer.Step(epoch, stage.Epochs);
        meter.Add(output);

        Assert.All(network.parameters().SelectMany(parameter => (Tensor[])[parameter, parameter.grad!]).Concat(optimizer.Momentum.Values).Append(output.Loss), tensor => Assert.Equal(DeviceType.META, tensor.device_type));
        foreach (Linear teacher in teachers) teacher.Dispose();
    }

    // The pixels are the features; the head is the stage's own.
    sealed class Linear : Network, IBilateral
    {
        readonly nn.Module<Tensor, Tensor> linear;
        readonly bool _bilateral;

        public Linear(NetworkSpec spec, int classes) : base(nameof(Linear))
        {
            _bilateral = spec is CifarResNet { Bilateral: true };
            linear = Heads.Build(spec.Head is CosineHead ? new LinearHead() : spec.Head, (_bilateral ? 2 : 1) * Toy.Side * Toy.Side, classes, new(0), "linear");
            RegisterComponents();
        }

        public override Tensor Features(Tensor images) => _bilateral ? cat([images.flatten(1), images.flatten(1)], 1) : images.flatten(1);

        public Tensor ConventionalFeatures(Tensor images) => images.flatten(1);

        public Tensor RebalancingFeatures(Tensor images) => images.flatten(1);

        public override Tensor Classify(Tensor features) => linear.forward(features);
    }
}
