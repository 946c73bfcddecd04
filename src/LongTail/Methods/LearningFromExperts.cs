using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Losses;
using LongTail.Networks;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>LFME: experts, each trained on one group of classes alone, teach a student of all classes, at the student's own pace (Xiang, Ding, Han 2020).</summary>
public sealed record LearningFromExperts : Method
{
    static readonly OptimizerSpec s_published = new() { LearningRate = 0.1, WeightDecay = 5e-4, WarmupEpochs = 0, Schedule = new CosineSchedule() };

    /// <summary>Softening of the experts' and the student's beliefs, above 0; 2 in the published code.</summary>
    public double Temperature { get; init => field = Ranges.Temperature(value); } = 2;

    /// <summary>Where the lines between the groups are.</summary>
    public GroupConvention Groups { get; init; } = GroupConvention.Oltr;

    /// <summary>Which groups have an expert; each must have a class.</summary>
    public ExpertGroups Experts { get; init; }

    /// <summary>The part of an expert's accuracy up to which the student listens to it fully, in [0, 1); see <see cref="ExpertDistillation.Weight"/>.</summary>
    public double Threshold
    {
        get;
        init => field = value is >= 0 and < 1 ? value
            : throw new RecipeException(FormattableString.Invariant($"Found threshold {value}, expected a number in [0, 1), such as 0.3."));
    } = 0.3;

    /// <summary>What the student's accuracy and the experts' are compared on. None compares nothing: the student listens to every expert throughout.</summary>
    public Feedback Feedback { get; init; } = Feedback.Training;

    /// <summary>What the weights of the images multiply.</summary>
    public Curriculum Curriculum { get; init; }

    /// <summary>The weights of the images end at 1, half way through the epochs, as the paper means it. In the released code the weights of hard images go on growing to nearly 2.</summary>
    public bool ClippedCurriculum { get; init; } = true;

    /// <summary>The experts are trained as published (120 epochs for the student's 90, cosine from 0.1, weight decay 0.0005, batches of 128, 64 and 32) instead of by the recipe's schedule.</summary>
    public bool PublishedExperts { get; init; }

    /// <summary>Features after a linear layer and a ReLU, of the student and of each expert: 512 in the released code. 0 for those of the network.</summary>
    public int Features { get; init => field = Ranges.Features(value); }

    /// <summary>With which weights the experts teach.</summary>
    public WeightsEpoch TeacherEpoch { get; init; }

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe)
    {
        if (Features > 0) recipe = recipe with { Network = NetworkOf(recipe.Network), Trained = recipe.Trained.WithAdded() };
        ImmutableArray<ClassSubset> groups = [.. Experts.ToGroups().Select(group => new ClassSubset(Groups, group))];
        return recipe.Stage("lfme", new Loss(groups, Temperature, Threshold, Feedback, Curriculum, ClippedCurriculum)) with
        {
            Sampling = new ClassBalanced(),
            Teachers = [.. groups.Select(group => ExpertFor(recipe, group))],
            TeacherEpoch = TeacherEpoch,
            Generation = 1,
            Feedback = Feedback,
            EvaluateEvery = Feedback is Feedback.Test or Feedback.Validation ? 1 : recipe.EvaluateEvery,
        };
    }

    ResidualNetwork NetworkOf(NetworkSpec network) => (network as ResidualNetwork
        ?? throw new RecipeException($"Found the network {network.Label} for LFME with features of a layer of its own, expected a residual network: no other has one. Set method.features to 0.")).WithFeatures(Features);

    Stage ExpertFor(Recipe recipe, ClassSubset group)
    {
        Stage expert = recipe.Stage($"expert-{group.Group.Word()}", new CrossEntropy.Loss()) with
        {
            Subset = group,
            Sampling = new Shuffled(),
            EvaluateEvery = TeacherEpoch == WeightsEpoch.Last ? recipe.EvaluateEvery : 1,
        };
        return !PublishedExperts ? expert : expert with
        {
            Optimizer = s_published,
            Epochs = (4 * recipe.Epochs + 1) / 3,                                // 120 for 90, rounded
            BatchSize = group.Group switch { ShotGroup.Many => 128, ShotGroup.Medium => 64, _ => 32 },
        };
    }

    /// <summary>Mean over the batch of v (CE + sum over the groups of w KL(expert || student within the group)): v for the image, w for the expert.</summary>
    /// <param name="Groups">Of the experts, in the order of the teachers.</param>
    /// <param name="Temperature">T, above 0.</param>
    /// <param name="Threshold">In [0, 1).</param>
    /// <param name="Feedback">As the stage's.</param>
    /// <param name="Curriculum">What v multiplies.</param>
    /// <param name="ClippedCurriculum">Whether v ends at 1.</param>
    public sealed record Loss(ImmutableArray<ClassSubset> Groups, double Temperature, double Threshold, Feedback Feedback, Curriculum Curriculum, bool ClippedCurriculum) : Objective
    {
        /// <inheritdoc/>
        public override int Version => 1;

        /// <inheritdoc/>
        public override int? PhaseAt(int epoch) => epoch;

        /// <inheritdoc/>
        public override StepFunction Bind(StageContext context)
        {
            ImmutableArray<ImmutableArray<int>> labels = [.. Groups.Select(group => group.LabelsIn(context.Counts))];
            ExpertBelief belief = new(context, labels);
            float[] values = [.. belief.FirstWeights(context.TrainingImages.Labels, FloorsOf(labels, context.Counts)).Select(weight => (float)weight)];
            Tensor first = tensor(values, device: context.Device);                // [N]
            ImmutableArray<Expert> experts = [.. Groups.Zip(labels, context.Teachers).Select(item => ExpertOf(item.First, item.Second, item.Third, belief, context.Device))];

            return (batch, progress) =>
            {
                Tensor weights = InstanceCurriculum.WeightsAt(first[batch.Indices], PaceAt(progress));   // [B]
                Tensor logits = context.Network.forward(batch.Images);            // [B, C]
                if (Curriculum == Curriculum.Logits) (logits, weights) = (logits * weights.unsqueeze(1), ones_like(weights));
                Tensor crossEntropy = (weights * nn.functional.cross_entropy(logits, batch.Labels, reduction: nn.Reduction.None)).mean();
                ImmutableArray<LossTerm> pulls = [.. experts.Select(expert => new LossTerm(expert.Name, Pull(expert, batch, logits, weights, progress)))];
                return new(pulls.Aggregate(crossEntropy, (sum, pull) => sum + pull.Value), [new("ce", crossEntropy), .. pulls]);
            };
        }

        Tensor Pull(Expert expert, Batch batch, Tensor logits, Tensor weights, Progress progress)
        {
            double weight = WeightOf(expert, progress);
            if (weight == 0) return zeros([], device: logits.device);             // an expert that has nothing to say is not asked
            Tensor distance = ExpertDistillation.Within(logits, expert.Teacher.Logits(batch), expert.OnDevice, Temperature);   // [B]
            return (weights * distance).mean() * weight;
        }

        double WeightOf(Expert expert, Progress progress) => Feedback == Feedback.None ? 1
            : ExpertDistillation.Weight(progress.LastFeedback?.MeanOver(expert.Labels) ?? 0, expert.Accuracy, Threshold);

        double PaceAt(Progress progress)
        {
            double pace = progress.Epoch / (progress.Epochs / 2.0);
            return ClippedCurriculum ? Math.Min(1, pace) : pace;
        }

        Expert ExpertOf(ClassSubset group, ImmutableArray<int> labels, Teacher teacher, ExpertBelief belief, Device device) => new(
            group.Group.Word(), teacher, labels, tensor(labels.Select(label => (long)label).ToArray(), device: device),
            Feedback switch
            {
                Feedback.Validation => teacher.Measured!.OnValidation!.BalancedAccuracy,
                Feedback.Test => teacher.Measured!.Evaluation!.BalancedAccuracy,
                _ => belief.AccuracyOn(labels),
            });

        // The fewer images its classes have, the less may wait: images of the smallest classes never do.
        static ImmutableArray<double> FloorsOf(ImmutableArray<ImmutableArray<int>> groups, ClassCounts counts)
        {
            double[] means = [.. groups.Select(labels => labels.Average(label => counts[label]))];
            return [.. means.Select(mean => means.Min() / mean)];
        }
    }

    /// <param name="Name">Of its group.</param>
    /// <param name="Teacher">The network.</param>
    /// <param name="Labels">Of its classes.</param>
    /// <param name="OnDevice">The same, [|g|].</param>
    /// <param name="Accuracy">On its classes, as a fraction.</param>
    sealed record Expert(string Name, Teacher Teacher, ImmutableArray<int> Labels, Tensor OnDevice, double Accuracy);
}
