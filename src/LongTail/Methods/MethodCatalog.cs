using System.Collections.Immutable;
using LongTail.Losses;
using LongTail.Stages;

namespace LongTail.Methods;

/// <summary>Every method the program knows: one line each.</summary>
public static class MethodCatalog
{
    static readonly OpenLongTail s_oltrOnPlaces = new()
    {
        SecondStage = 1,
        Features = 512,
        SecondStageTrains = SecondStagePart.Added,
        ClassifierRate = 0.1,
        FeatureRate = 0.01,
        CentroidRate = 1,
        CentroidGradient = CentroidGradient.Weighted,
        PublishedSchedule = true,
    };

    static readonly OpenLongTail s_oltrAsReleased = new() { SecondStage = 2, AddedLayers = AddedLayers.Drawn, PublishedSchedule = true };

    static readonly ClassifierRetraining s_crtAsReleased = new() { HeadEpochs = 10 / 90.0, Statistics = BatchStatistics.Drifting };

    static readonly BalancedDistillationRetraining s_bkdCrtAsReleased = new() { HeadEpochs = 10 / 90.0, Statistics = BatchStatistics.Drifting };

    static readonly LearnableWeightScaling s_lwsAsReleased = new() { HeadEpochs = 5 / 90.0, Statistics = BatchStatistics.Drifting };

    static readonly LearningFromExperts s_lfmeAsReleased = new() { Feedback = Feedback.Test, Curriculum = Curriculum.Logits, ClippedCurriculum = false, PublishedExperts = true };

    // Their published lists have validation images.
    static readonly ImmutableArray<string> s_validated = ["imagenet-lt", "places-lt"];

    /// <summary>The methods, simplest first.</summary>
    public static ImmutableArray<MethodEntry> All { get; } =
    [
        new("ce", "Cross-entropy", new CrossEntropy()),
        new("kd", "Knowledge distillation", new KnowledgeDistillation())
        {
            Reference = new KnowledgeDistillation { WeighLabelsFrom = 0 },
            Sets = [new("cifar10") { Reference = new KnowledgeDistillation { WeighLabelsFrom = 0.8 } }],
        },
        new("cb", "Class-balanced re-weighting", new ClassBalancedReweighting())
        {
            IsBalanced = true,
            Reference = new ClassBalancedReweighting { Reduction = WeightedReduction.BatchMean },
        },
        new("focal", "Focal loss", new FocalTraining())
        {
            Paper = new FocalTraining { Gamma = 2, Form = FocalForm.Sigmoid },
            Sets =
            [
                .. s_validated.Select(set => new MethodOnSet(set)
                {
                    Paper = new FocalTraining { Gamma = 2, Form = FocalForm.Softmax },
                    Reference = new FocalTraining { Gamma = 2, Form = FocalForm.Softmax },
                }),
            ],
        },
        new("cb-focal", "Class-balanced focal loss", new ClassBalancedFocal())
        {
            IsBalanced = true,
            Reference = new ClassBalancedFocal { Form = FocalForm.Softmax },
            Sets = [new("inaturalist2018") { Paper = new ClassBalancedFocal { Beta = 0.999, Gamma = 0.5 } }],
        },
        new("ldam-drw", "LDAM with deferred re-weighting", new MarginTraining()) { IsBalanced = true },
        new("bbn", "Bilateral-branch network", new BilateralBranch())
        {
            IsBalanced = true,
            Paper = new BilateralBranch { PublishedSchedule = true },
            Reference = new BilateralBranch { PublishedSchedule = true },
            Sets =
            [
                new("inaturalist2018")
                {
                    Paper = new BilateralBranch { Period = 1.1111, INaturalistSchedule = true },
                    Reference = new BilateralBranch { Period = 1.1111, INaturalistSchedule = true },
                },
            ],
        },
        new("la", "Logit adjustment, in the loss", new LogitAdjusted()) { IsBalanced = true },
        new("lfme", "Learning from multiple experts", new LearningFromExperts())
        {
            IsBalanced = true,
            Paper = new LearningFromExperts { PublishedExperts = true },
            Reference = s_lfmeAsReleased,
            Sets =
            [
                .. s_validated.Select(set => new MethodOnSet(set)
                {
                    Paper = new LearningFromExperts { PublishedExperts = true, Features = 512 },
                    Reference = s_lfmeAsReleased with { Feedback = Feedback.Validation, TeacherEpoch = WeightsEpoch.BestOnValidation, Features = 512 },
                }),
            ],
        },
        new("oltr", "Open long-tailed recognition", new OpenLongTail())
        {
            IsBalanced = true,
            Paper = new OpenLongTail { SecondStage = 2, CentroidGradient = CentroidGradient.Weighted, PublishedSchedule = true },
            Reference = s_oltrAsReleased,
            Sets =
            [
                new("imagenet-lt") { Reference = s_oltrAsReleased with { FirstStageEpoch = WeightsEpoch.BestOnValidation } },
                new("places-lt")
                {
                    Paper = s_oltrOnPlaces,
                    Reference = s_oltrOnPlaces with { CentroidGradient = CentroidGradient.Published, AddedLayers = AddedLayers.Drawn, FirstStageEpoch = WeightsEpoch.BestOnValidation },
                },
            ],
        },
        new("crt", "Classifier re-training", new ClassifierRetraining())
        {
            IsBalanced = true,
            Paper = new ClassifierRetraining { HeadEpochs = 10 / 90.0 },
            Reference = s_crtAsReleased,
            Sets =
            [
                .. s_validated.Select(set => new MethodOnSet(set) { Reference = s_crtAsReleased with { FirstStageEpoch = WeightsEpoch.BestOnValidation } }),
                new("inaturalist2018")
                {
                    Paper = new ClassifierRetraining { HeadEpochs = 30 / 90.0 },
                    Reference = new ClassifierRetraining { HeadEpochs = 30 / 90.0, Statistics = BatchStatistics.Drifting },
                },
            ],
        },
        new("bkd", "Balanced knowledge distillation", new BalancedDistillation()) { IsBalanced = true, Sets = [new("cifar10") { Method = new BalancedDistillation { DeferUntil = 0.8 } }] },
        new("bkd-crt", "Balanced distillation, then classifier re-training", new BalancedDistillationRetraining())
        {
            IsBalanced = true,
            Paper = new BalancedDistillationRetraining { HeadEpochs = 10 / 90.0 },
            Reference = s_bkdCrtAsReleased,
            Sets =
            [
                .. s_validated.Select(set => new MethodOnSet(set) { Reference = s_bkdCrtAsReleased with { FirstStageEpoch = WeightsEpoch.BestOnValidation } }),
                new("cifar10")
                {
                    Method = new BalancedDistillationRetraining { DeferUntil = 0.8 },
                    Paper = new BalancedDistillationRetraining { DeferUntil = 0.8, HeadEpochs = 10 / 90.0 },
                    Reference = s_bkdCrtAsReleased with { DeferUntil = 0.8 },
                },
            ],
        },
        new("ce-drw", "Cross-entropy with deferred re-weighting", new DeferredReweighting()) { IsBalanced = true },
        new("ce-drs", "Cross-entropy with deferred re-sampling", new DeferredResampling()) { IsBalanced = true },
        new("mixup", "Mixup", new Mixup()),
        new("balanced-softmax", "Balanced softmax", new BalancedSoftmax()) { IsBalanced = true },
        new("lws", "Learnable weight scaling", new LearnableWeightScaling())
        {
            IsBalanced = true,
            Paper = new LearnableWeightScaling { HeadEpochs = 5 / 90.0 },
            Reference = s_lwsAsReleased,
            Sets = [.. s_validated.Select(set => new MethodOnSet(set) { Reference = s_lwsAsReleased with { FirstStageEpoch = WeightsEpoch.BestOnValidation } })],
        },
        new("tau-norm", "tau-normalised classifier", new TauNormalization())
        {
            IsBalanced = true,
            Sets = [.. s_validated.Select(set => new MethodOnSet(set)
            {
                Paper = new TauNormalization { TauFrom = TauSource.Validation },
                Reference = new TauNormalization { TauFrom = TauSource.Validation, FirstStageEpoch = WeightsEpoch.BestOnValidation },
            })],
        },
        new("ncm", "Nearest class mean", new NearestClassMean())
        {
            IsBalanced = true,
            Sets = [.. s_validated.Select(set => new MethodOnSet(set) { Reference = new NearestClassMean { FirstStageEpoch = WeightsEpoch.BestOnValidation } })],
        },
        new("la-post-hoc", "Post-hoc logit adjustment", new PostHocAdjustment()) { IsBalanced = true },
        new("kd-la", "Knowledge distillation, then post-hoc logit adjustment", new AdjustedDistillation()) { IsBalanced = true },
        new("kd-la-teacher", "Knowledge distillation from a logit-adjusted teacher", new AdjustedTeacherDistillation()) { IsBalanced = true },
        new("dive", "Distilling virtual examples", new VirtualExampleDistillation()) { IsBalanced = true, Paper = new VirtualExampleDistillation { Temperature = 3 } },
        new("ltkd", "Long-tailed knowledge distillation", new GroupDistillation()) { IsBalanced = true, IsUnread = true },
    ];
}
