using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Results;
using LongTail.Stages;
using LongTail.Tests.Golden;
using LongTail.Tests.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Methods;

/// <summary>The whole loss, bound as in training, against the reference script: networks here say what is written in the pixels.</summary>
public sealed class LearningFromExpertsTests : IDisposable
{
    static readonly JsonNode _golden = GoldenFile.Read("lfme.json");

    readonly DisposeScope _scope = NewDisposeScope();
    readonly List<Network> _networks = [];

    public void Dispose()
    {
        foreach (Network network in _networks) network.Dispose();
        _scope.Dispose();
    }

    public static TheoryData<int> Steps => [.. Enumerable.Range(0, _golden["steps"]!.AsArray().Count)];

    [Theory, MemberData(nameof(Steps))]
    public void Value_parts_and_gradient_equal_the_reference(int step)
    {
        JsonNode expected = _golden["steps"]![step]!;
        LearningFromExperts method = new()
        {
            Curriculum = (string)expected["curriculum"]! == "loss" ? Curriculum.Loss : Curriculum.Logits,
            ClippedCurriculum = (bool)expected["clipped"]!,
        };
        (StepOutput output, Tensor gradient) = Take(method, (int)expected["epoch"]!, (int)expected["epochs"]!, Feedback());
        Assert.Equal((double)expected["total"]!, output.Loss.item<double>(), 1e-6);   // image weights are single precision
        Assert.Equal(["ce", "many", "medium", "few"], output.Terms.Select(term => term.Name));
        double[] parts = [(double)expected["ce"]!, .. expected["pulls"].Deserialize<double[]>()!];
        Assert.All(output.Terms.Zip(parts), term => Assert.Equal(term.Second, term.First.Value.item<double>(), 1e-6));
        TensorAssert.Close(expected["gradient"]!.Matrix(), gradient, 1e-7, 0);
    }

    [Fact]
    public void Once_the_student_has_caught_up_and_all_images_count_it_is_plain_cross_entropy()
    {
        EvaluationResult everythingRight = new([.. Enumerable.Repeat(10, 7)], [.. Enumerable.Repeat(10, 7)], [.. Enumerable.Repeat(10, 7)]);
        (StepOutput output, _) = Take(new(), 6, 8, everythingRight);
        Tensor expected = nn.functional.cross_entropy(_golden["student"]!.Matrix(), Labels());
        TensorAssert.Close(expected, output.Loss, 1e-12, 0);
        Assert.All(output.Terms[1..], term => Assert.Equal(0, term.Value.ToDouble()));
    }

    [Fact]
    public void Before_the_first_measurement_and_without_any_every_expert_counts_fully()
    {
        (StepOutput begun, _) = Take(new(), 0, 8, null);
        (StepOutput never, _) = Take(new() { Feedback = LongTail.Stages.Feedback.None }, 0, 8, null);
        double[] full = [.. begun.Terms.Select(term => term.Value.item<double>())];
        Assert.Equal(full, never.Terms.Select(term => term.Value.item<double>()));
        JsonNode weighed = _golden["steps"]![0]!;
        for (int place = 0; place < 3; place++)
            Assert.Equal((double)weighed["pulls"]![place]!, full[place + 1] * (double)_golden["expert_weights"]![place]!, 1e-6);
    }

    [Theory, InlineData(LongTail.Stages.Feedback.Validation), InlineData(LongTail.Stages.Feedback.Test)]
    public void Steering_by_other_images_it_compares_with_what_the_experts_reached_there(Feedback feedback)
    {
        LearningFromExperts method = new() { Feedback = feedback };
        (StepOutput equal, _) = Take(method, 0, 8, Feedback(), [0.3, 0.7 / 3, 0.05]);        // what the student has reached
        Assert.All(equal.Terms[1..], term => Assert.Equal(0, term.Value.ToDouble(), 1e-12));
        (StepOutput ahead, _) = Take(method, 0, 8, Feedback(), [1, 1, 1]);
        Assert.All(ahead.Terms[1..], term => Assert.True(term.Value.ToDouble() > 0));
    }

    // The fewest images of a class that has an expert are the medium ones' then, so these never wait.
    [Fact]
    public void Images_of_a_group_without_an_expert_count_fully_and_the_smallest_group_left_never_waits()
    {
        LearningFromExperts method = new() { Experts = ExpertGroups.ManyMedium, Feedback = LongTail.Stages.Feedback.None };
        (StepOutput output, _) = Take(method, 0, 8, null);
        Assert.Equal(["ce", "many", "medium"], output.Terms.Select(term => term.Name));
        double floor = (30 + 22 + 60) / 3.0 / 160;                                            // of the images 0 and 1, the hardest of their classes
        Tensor entropies = nn.functional.cross_entropy(_golden["student"]!.Matrix(), Labels(), reduction: nn.Reduction.None);
        Tensor weights = ones(12, dtype: float64);
        weights[0] = floor;
        weights[1] = floor;
        Assert.Equal((entropies * weights).mean().item<double>(), output.Terms[0].Value.item<double>(), 1e-6);
    }

    [Fact]
    public void Of_an_odd_number_of_epochs_the_half_is_between_two()
    {
        (StepOutput output, _) = Take(new() { Feedback = LongTail.Stages.Feedback.None }, 1, 3, null);                     // a pace of 1 / 1.5
        Tensor weights = 1 - (1 - _golden["first_weights"]!.Vector()) / 3;
        Tensor entropies = nn.functional.cross_entropy(_golden["student"]!.Matrix(), Labels(), reduction: nn.Reduction.None);
        Assert.Equal((entropies * weights).mean().item<double>(), output.Terms[0].Value.item<double>(), 1e-6);
    }

    [Fact]
    public void Each_expert_is_a_stage_of_its_group_and_the_student_samples_by_class()
    {
        Stage student = Plan(new());
        Assert.Equal(["expert-many", "expert-medium", "expert-few"], student.Teachers.Select(expert => expert.Method));
        Assert.Equal([ShotGroup.Many, ShotGroup.Medium, ShotGroup.Few], student.Teachers.Select(expert => expert.Subset!.Group));
        Assert.All(student.Teachers, expert => Assert.Equal((GroupConvention.Oltr, new Shuffled(), 200, 128), (expert.Subset!.Convention, expert.Sampling, expert.Epochs, expert.BatchSize)));
        Assert.Equal((new ClassBalanced(), null, 1, LongTail.Stages.Feedback.Training), (student.Sampling, student.Subset, student.Generation, student.Feedback));
    }

    [Fact]
    public void Published_experts_have_a_schedule_of_their_own()
    {
        Stage student = Plan(new() { PublishedExperts = true });
        Assert.Equal([128, 64, 32], student.Teachers.Select(expert => expert.BatchSize));
        Assert.All(student.Teachers, expert => Assert.Equal((267, 5e-4, new CosineSchedule()), (expert.Epochs, expert.Optimizer.WeightDecay, expert.Optimizer.Schedule)));
        Assert.Equal(200, student.Epochs);
    }

    [Fact]
    public void A_layer_of_features_is_the_students_and_every_experts()
    {
        Stage student = Plan(new() { Features = 48 });
        Assert.All(student.Teachers.Append(student), stage =>
            Assert.Equal((true, 48), stage.Network is ResidualNetwork network ? (network.Embedding, network.EmbeddedFeatures) : default));
        Assert.Equal(new CifarResNet { Depth = 32 }, Plan(new()).Network);
        Recipe head = PaperRecipe.Of(new LearningFromExperts { Features = 48 }) with { Trained = TrainedPart.Head };
        Stage layered = head.Method.Plan(head);
        Assert.All(layered.Teachers.Append(layered), stage => Assert.Equal(TrainedPart.AddedAndHead, stage.Trained));
        Assert.Equal("Found -1 features, expected 1 or more, such as 512, or 0 for those of the network.", Assert.Throws<RecipeException>(() => new LearningFromExperts { Features = -1 }).Message);
        Recipe other = PaperRecipe.Of(new LearningFromExperts { Features = 48 }) with { Network = new NotResidual() };
        Assert.Contains("expected a residual network", Assert.Throws<RecipeException>(() => other.Method.Plan(other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_student_does_with_its_experts_leaves_their_keys_alone()
    {
        Stage[] students = [Plan(new()), Plan(new() { Temperature = 4 }), Plan(new() { Threshold = 0.5 }), Plan(new() { Curriculum = Curriculum.Logits }),
            Plan(new() { ClippedCurriculum = false }), Plan(new() { Feedback = LongTail.Stages.Feedback.Test }), Plan(new() { Feedback = LongTail.Stages.Feedback.None })];
        Assert.Equal(students.Length, students.Select(student => student.Key).Distinct().Count());
        Assert.Single(students.Select(student => string.Join(' ', student.Teachers.Select(expert => expert.Key))).Distinct());
    }

    [Fact]
    public void Steering_by_the_test_set_evaluates_every_epoch() =>
        Assert.Equal(1, new LearningFromExperts { Feedback = LongTail.Stages.Feedback.Test }.Plan(PaperRecipe.Of(new LearningFromExperts()) with { EvaluateEvery = 5 }).EvaluateEvery);

    [Theory]
    [InlineData(-0.1), InlineData(1), InlineData(double.NaN)]
    public void A_threshold_out_of_range_is_refused_with_what_was_found(double threshold) =>
        Assert.Contains(FormattableString.Invariant($"Found threshold {threshold},"), Assert.Throws<RecipeException>(() => new LearningFromExperts { Threshold = threshold }).Message, StringComparison.Ordinal);

    static Stage Plan(LearningFromExperts method) => method.Plan(PaperRecipe.Of(method));

    // One batch of all images, and the gradient with respect to what the student said.
    (StepOutput Output, Tensor Gradient) Take(LearningFromExperts method, int epoch, int epochs, EvaluationResult? feedback, double[]? measured = null)
    {
        Stage stage = method.Plan(PaperRecipe.Of(method));
        int[] places = [.. stage.Teachers.Select(teacher => (int)teacher.Subset!.Group)];
        Tensor[] rows = [_golden["student"]!.Matrix(), .. Enumerable.Range(0, 3).Select(place => Padded(_golden["experts"]![place]!.Matrix()))];
        Tensor images = stack(rows, 1).unsqueeze(1).requires_grad_();                          // [12, 1, 4, 7]
        Batch batch = new(images, Labels(), arange(12));
        StageContext context = new()
        {
            Network = Written(0, 7),
            Teachers = [.. places.Select(place => new Teacher(new(Written(place + 1, _golden["groups"]![place]!.AsArray().Count))) { Measured = measured is null ? null : Reached(measured[place], method.Feedback) })],
            Counts = new([.. _golden["counts"].Deserialize<int[]>()!]),
            TrainingImages = new Labelled([.. _golden["labels"].Deserialize<int[]>()!]),
            PlainBatches = () => [new(images.narrow(0, 0, 5), batch.Labels, batch.Indices), new(images.narrow(0, 5, 7), batch.Labels, batch.Indices)],
            Device = CPU,
            Seed = new(0),
        };
        StepOutput output = stage.Objective.Bind(context)(batch, new(epoch, epochs, 0, 1, feedback));
        output.Loss.backward();
        return (output, images.grad!.squeeze(1).select(1, 0));
    }

    static EvaluationResult Feedback() =>
        new([.. Enumerable.Repeat((int)_golden["asked"]!, 7)], [.. _golden["correct"].Deserialize<int[]>()!], [.. Enumerable.Repeat(10, 7)]);

    // An accuracy on two classes, as counts; on the images that are not asked for, another one.
    static EpochRecord Reached(double accuracy, Feedback feedback)
    {
        return new(0, 0, 0, [], 0, 0, Right(feedback == LongTail.Stages.Feedback.Test)) { OnValidation = Right(feedback == LongTail.Stages.Feedback.Validation) };

        EvaluationResult Right(bool isAsked)
        {
            int right = (int)Math.Round(3000 * (isAsked ? accuracy : 0.01));
            return new([3000, 3000], [right, right], [3000, 3000]);
        }
    }

    static Tensor Labels() => tensor(_golden["labels"]!.AsArray().Select(label => (long)label!).ToArray());

    static Tensor Padded(Tensor logits) => cat([logits, zeros(logits.size(0), 7 - logits.size(1), dtype: float64)], 1);

    Reading Written(int row, int classes)
    {
        Reading network = new(row, classes);
        _networks.Add(network);
        return network;
    }

    sealed class Reading(int row, int classes) : Network(nameof(Reading))
    {
        public override Tensor Features(Tensor images) => images.squeeze(1).select(1, row).narrow(1, 0, classes);

        public override Tensor Classify(Tensor features) => features.alias();
    }

    sealed record NotResidual : NetworkSpec
    {
        public override string Label => "other";

        public override string HeadPrefix => "linear.";

        protected override Network Create(int channels, int classes, Seed seed) => throw new NotSupportedException();
    }

    sealed record Labelled(ImmutableArray<int> Labels) : IImageSet
    {
        public int Count => Labels.Length;

        public ImageShape Shape => new(4, 7, 1);

        public ImmutableArray<string> ClassNames => [.. Enumerable.Range(0, 7).Select(label => $"{label}")];
    }
}
