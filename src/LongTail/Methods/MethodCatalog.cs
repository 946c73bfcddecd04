using System.Collections.Immutable;
using LongTail.Losses;
using LongTail.Stages;

namespace LongTail.Methods;

/// <summary>Every method the program knows: one line each.</summary>
public static class MethodCatalog
{
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
            Reference = new ClassBalancedReweighting { Reduction = WeightedReduction.BatchMean },
        },
        new("focal", "Focal loss", new FocalTraining())
        {
            Paper = new FocalTraining { Gamma = 2, Form = FocalForm.Sigmoid },
            Sets =
            [
                .. ((string[])["imagenet-lt", "places-lt"]).Select(set => new MethodOnSet(set)
                {
                    Paper = new FocalTraining { Gamma = 2, Form = FocalForm.Softmax },
                    Reference = new FocalTraining { Gamma = 2, Form = FocalForm.Softmax },
                }),
            ],
        },
        new("cb-focal", "Class-balanced focal loss", new ClassBalancedFocal())
        {
            Reference = new ClassBalancedFocal { Form = FocalForm.Softmax },
            Sets = [new("inaturalist2018") { Paper = new ClassBalancedFocal { Beta = 0.999, Gamma = 0.5 } }],
        },
        new("ldam-drw", "LDAM with deferred re-weighting", new MarginTraining()),
        new("bbn", "Bilateral-branch network", new BilateralBranch()) { Paper = new BilateralBranch { PublishedSchedule = true }, Reference = new BilateralBranch { PublishedSchedule = true } },
        new("la", "Logit adjustment, in the loss", new LogitAdjusted()),
        new("lfme", "Learning from multiple experts", new LearningFromExperts())
        {
            Paper = new LearningFromExperts { PublishedExperts = true },
            Reference = new LearningFromExperts { Feedback = Feedback.Test, Curriculum = Curriculum.Logits, ClippedCurriculum = false, PublishedExperts = true },
        },
        new("oltr", "Open long-tailed recognition", new OpenLongTail())
        {
            Paper = new OpenLongTail { SecondStage = 2, CentroidGradient = CentroidGradient.Weighted, PublishedSchedule = true },
            Reference = new OpenLongTail { SecondStage = 2, AddedLayers = AddedLayers.Drawn, PublishedSchedule = true },
        },
        new("crt", "Classifier re-training", new ClassifierRetraining())
        {
            Paper = new ClassifierRetraining { HeadEpochs = 10 / 90.0 },
            Reference = new ClassifierRetraining { HeadEpochs = 10 / 90.0, Statistics = BatchStatistics.Drifting },
        },
        new("bkd", "Balanced knowledge distillation", new BalancedDistillation()) { Sets = [new("cifar10") { Method = new BalancedDistillation { DeferUntil = 0.8 } }] },
        new("bkd-crt", "Balanced distillation, then classifier re-training", new BalancedDistillationRetraining())
        {
            Paper = new BalancedDistillationRetraining { HeadEpochs = 10 / 90.0 },
            Reference = new BalancedDistillationRetraining { HeadEpochs = 10 / 90.0, Statistics = BatchStatistics.Drifting },
            Sets =
            [
                new("cifar10")
                {
                    Method = new BalancedDistillationRetraining { DeferUntil = 0.8 },
                    Paper = new BalancedDistillationRetraining { DeferUntil = 0.8, HeadEpochs = 10 / 90.0 },
                    Reference = new BalancedDistillationRetraining { DeferUntil = 0.8, HeadEpochs = 10 / 90.0, Statistics = BatchStatistics.Drifting },
                },
            ],
        },
        new("ce-drw", "Cross-entropy with deferred re-weighting", new DeferredReweighting()),
        new("ce-drs", "Cross-entropy with deferred re-sampling", new DeferredResampling()),
        new("mixup", "Mixup", new Mixup()),
        new("balanced-softmax", "Balanced softmax", new BalancedSoftmax()),
        new("lws", "Learnable weight scaling", new LearnableWeightScaling())
        {
            Paper = new LearnableWeightScaling { HeadEpochs = 5 / 90.0 },
            Reference = new LearnableWeightScaling { HeadEpochs = 5 / 90.0, Statistics = BatchStatistics.Drifting },
        },
        new("tau-norm", "tau-normalised classifier", new TauNormalization()),
        new("ncm", "Nearest class mean", new NearestClassMean()),
        new("la-post-hoc", "Post-hoc logit adjustment", new PostHocAdjustment()),
        new("kd-la", "Knowledge distillation, then post-hoc logit adjustment", new AdjustedDistillation()),
        new("kd-la-teacher", "Knowledge distillation from a logit-adjusted teacher", new AdjustedTeacherDistillation()),
        new("dive", "Distilling virtual examples", new VirtualExampleDistillation()) { Paper = new VirtualExampleDistillation { Temperature = 3 } },
        new("ltkd", "Long-tailed knowledge distillation", new GroupDistillation()),
    ];
}

/// <summary>A method by name.</summary>
/// <param name="Name">In recipes, folders and JSON.</param>
/// <param name="Title">In tables and documents.</param>
/// <param name="Method">With the settings of a fair comparison: the recipe's schedule and augmentation, like every other method.</param>
public sealed record MethodEntry(string Name, string Title, Method Method)
{
    /// <summary>With the settings its paper states, where they differ from <see cref="Method"/>'s.</summary>
    public Method? Paper { get; init; }

    /// <summary>As the released code computes it, quirks included, where that differs from <see cref="Method"/>.</summary>
    public Method? Reference { get; init; }

    /// <summary>Data sets for which something else is published, such as CIFAR-10, where BKD is deferred; each at most once.</summary>
    public ImmutableArray<MethodOnSet> Sets { get; init; } = [];

    /// <summary>The method as it is compared on a data set.</summary>
    /// <param name="set">Name of the set, as in <see cref="Data.TrainingSet.Set"/>; where nothing is published for it, the entry is this one.</param>
    public MethodEntry On(string set) => Sets.FirstOrDefault(known => known.Set == set) is not { } own ? this
        : this with { Method = own.Method ?? Method, Paper = own.Paper ?? Paper, Reference = own.Reference ?? Reference };
}

/// <summary>What is published of a method for one data set; null where it is what holds elsewhere.</summary>
/// <param name="Set">Name of the set.</param>
public sealed record MethodOnSet(string Set)
{
    /// <summary>In place of <see cref="MethodEntry.Method"/>.</summary>
    public Method? Method { get; init; }

    /// <summary>In place of <see cref="MethodEntry.Paper"/>.</summary>
    public Method? Paper { get; init; }

    /// <summary>In place of <see cref="MethodEntry.Reference"/>.</summary>
    public Method? Reference { get; init; }
}
