using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Stages;

namespace LongTail.Runs;

/// <summary>Sees that a planned stage can be trained on its data.</summary>
static class StageCheck
{
    const int MostCounts = 20;

    /// <exception cref="RecipeException">It asks for a group without classes, for what its images cannot have done to them, steers by an evaluation that does not take place, or its loss does not fit the class sizes.</exception>
    public static void Of(Stage stage, DataSplit data)
    {
        if (stage.Augmentation.ResizedCrop is not null && data.Train is not PictureSet)
            throw new RecipeException($"Found a resized crop for {stage.Data.Set}, whose images are small and in memory, expected a padded crop: the other is for pictures in files.");
        if (stage.Augmentation.Mixing is { Kind: var kind } && stage.Epochs > 0 && !stage.Objective.TakesMixedLabels)
            throw new RecipeException($"Found images mixed by {kind.ToString().ToLowerInvariant()} for the stage {stage.Method}, whose loss knows one label for each image, expected none. Set augmentation.mix to none, or choose a method of one loss over labels, such as ce, la, ldam-drw, kd or bkd.");
        if (data.Train is PictureSet && stage.Data.Pictures is { } pictures && pictures.ShorterSide < pictures.Size)
            throw new RecipeException($"Found pictures brought to {pictures.ShorterSide} pixels, of which a square of {pictures.Size} is to be cut, expected at least as many. Change data.resize or data.size.");
        if (stage.Data.Pictures is { PackedSide: > 0 } packed && packed.PackedSide < packed.ShorterSide)
            throw new RecipeException($"Found pictures packed at {packed.PackedSide} pixels, which measuring enlarges to {packed.ShorterSide}, expected at least as many. Raise data.packedSide, lower data.resize, or set data.packedSide to 0.");
        if ((long)data.Train.Shape.Bytes * stage.Streams * Math.Min(stage.BatchSize, data.Train.Count) > int.MaxValue)
            throw new RecipeException($"Found batches of {stage.Streams * Math.Min(stage.BatchSize, data.Train.Count)} images of {data.Train.Shape.Height} x {data.Train.Shape.Width}, which are more than 2 GiB as bytes alone, expected less. Lower batchSize{(data.Train is PictureSet ? " or data.size" : "")}.");
        OfValidation(stage, data);
        if (stage is { Feedback: Feedback.Test or Feedback.Validation, Epochs: > 0 } && stage.EvaluateEvery != 1)
            throw new RecipeException($"Found the stage {stage.Method}, which steers by the {stage.Feedback.ToString().ToLowerInvariant()} set after each epoch, evaluated every {stage.EvaluateEvery} epochs, expected every epoch. Set evaluateEvery to 1.");
        if (stage is { Trained: not TrainedPart.Everything, Epochs: > 0, StartFrom: null, Pretrained: null })
            throw new RecipeException($"Found the stage {stage.Method}, which trains {(stage.Trained == TrainedPart.LastBlockAndHead ? "the last block and the head" : "the head")} alone of a network with freshly drawn weights, expected features that were trained before. Name pretrained weights (network.weights; network.teacherWeights of a teacher of another network), or set network.trained to everything.");
        if (stage.Subset is { } subset && subset.LabelsIn(data.Counts).IsEmpty)
            throw new RecipeException(
                $"Found no {subset.Group.Word()}-shot class in {stage.Data.Set}, whose {data.Counts.Classes} classes have {CountsOf(data.Counts)} training images; expected at least one class of {Meaning(subset)} for the stage {stage.Method}. "
                + $"Choose {OtherCut(stage.Data.Profile)}experts for {Existing(subset.Convention, data.Counts)} alone (method.experts).");
        if (stage.Objective is ILimitedByCounts limited) limited.Check(data.Counts);
    }

    // Of the experts of groups, each must have some of its own. Tau weighs rare classes against frequent ones: without some of each class it would be chosen for the others.
    static void OfValidation(Stage stage, DataSplit data)
    {
        if (data.Validation is not null)
        {
            RefuseTestEpoch(stage.TeacherEpoch, "a teacher of", "method.teacherEpoch");
            RefuseTestEpoch(stage.StartEpoch, "a start from", "method.firstStageEpoch");
        }
        ValidationNeed[] needs = [.. ValidationNeed.Of(stage)];
        if (needs.Length == 0) return;
        string purpose = ValidationNeed.Purpose(needs), other = ValidationNeed.Without(needs);
        if (data.Validation is not { } validation)
            throw new RecipeException($"Found the stage {stage.Method}, which {purpose}, and no such images in {stage.Data.Set}. {Named(data)} {other}.");
        foreach (ClassSubset group in stage.Teachers.Select(teacher => teacher.Subset).OfType<ClassSubset>())
            if (group.LabelsIn(data.Counts) is { IsEmpty: false } labels && labels.All(label => validation.Counts[label] == 0))
                throw new RecipeException($"Found the stage {stage.Method}, which {purpose}, and none of a {group.Group.Word()}-shot class in {stage.Data.Set}, expected at least one for its expert. Add some, choose other experts (method.experts), or set {other}.");
        if (!needs.Contains(ValidationNeed.ChosenTau)) return;
        string[] missing = [.. Enumerable.Range(0, data.Counts.Classes).Where(label => validation.Counts[label] == 0).Select(label => data.Train.ClassNames[label])];
        if (missing.Length > 0)
            throw new RecipeException($"Found the stage {stage.Method}, which {purpose}, and none of {missing.Length} of {data.Counts.Classes} classes in {stage.Data.Set} ({SafeText.Of(string.Join(", ", missing.Take(5)), 200)}{(missing.Length > 5 ? ", ..." : "")}), expected some of each: rare classes are what tau is about. Add some, or set {other}.");

        void RefuseTestEpoch(WeightsEpoch epoch, string who, string setting)
        {
            if (epoch == WeightsEpoch.BestOnTest)
                throw new RecipeException($"Found the stage {stage.Method} with {who} the epoch that is best on the test images, and validation images in {stage.Data.Set}, on which the epoch is chosen that is kept. Set {setting} to best-on-validation or last.");
        }
    }

    static string Named(DataSplit data) => data.Train is PictureSet ? "Name them (data.validation of lists, a folder val beside train and test of class folders), or set" : "Set";

    /// <exception cref="RecipeException">It learns from a network of other classes.</exception>
    /// <param name="stage">Of a plan.</param>
    /// <param name="data">The opened data, by fingerprint; what is not among it is not looked at.</param>
    public static void OfTeachers(Stage stage, IReadOnlyDictionary<string, DataSplit> data)
    {
        if (!data.TryGetValue(stage.Data.Fingerprint, out DataSplit? opened)) return;
        ImmutableArray<string> own = opened.Train.ClassNames;
        foreach (Stage teacher in stage.Teachers)
        {
            if (!data.TryGetValue(teacher.Data.Fingerprint, out DataSplit? taught) || taught.Train.ClassNames is var names && names.SequenceEqual(own)) continue;
            int label = Enumerable.Range(0, Math.Max(own.Length, names.Length)).First(label => label >= own.Length || label >= names.Length || own[label] != names[label]);
            throw new RecipeException($"Found the teacher {teacher.Method} of {names.Length} classes for the stage {stage.Method} of {own.Length}; label {label} is {NameOf(names, label)} for the teacher and {NameOf(own, label)} for the stage. Expected the same classes in the same order: train the teacher on the student's classes.");
        }

        static string NameOf(ImmutableArray<string> names, int label) => label < names.Length ? names[label] : "no class";
    }

    static string OtherCut(LongTailProfile profile) => profile switch
    {
        AsItIs => "",
        ParetoProfile => "another data.power, data.largest or data.smallest, or ",
        _ => "another data.ratio, or ",
    };

    static string CountsOf(ClassCounts counts) => counts.Classes <= MostCounts
        ? string.Join(", ", counts.ToImmutableArray())
        : $"{counts.Largest} to {counts.Smallest}";

    static string Meaning(ClassSubset subset) => (subset.Convention, subset.Group) switch
    {
        (GroupConvention.Kang, ShotGroup.Many) => "more than 100",
        (GroupConvention.Kang, ShotGroup.Medium) => "20 to 100",
        (GroupConvention.Kang, _) => "fewer than 20",
        (_, ShotGroup.Many) => "100 or more",
        (_, ShotGroup.Medium) => "21 to 99",
        _ => "20 or fewer",
    };

    static string Existing(GroupConvention convention, ClassCounts counts) =>
        string.Join(" and ", Enum.GetValues<ShotGroup>().Where(group => !convention.LabelsOf(group, counts).IsEmpty).Select(group => group.Word()));
}
