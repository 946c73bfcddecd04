using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Packs;
using LongTail.Stages;

namespace LongTail.Runs;

/// <summary>The packs of pictures that a plan needs.</summary>
public static class PlannedPacks
{
    /// <summary>Those of its stages that are not trained yet, each once. Builds nothing.</summary>
    /// <param name="plan">Opened data and stages.</param>
    /// <param name="outputFolder">Below which packs are kept.</param>
    public static ImmutableArray<PlannedPack> Of(RunPlan plan, string outputFolder) =>
    [
        .. plan.Stages.Where(planned => planned.State != StageState.Trained).SelectMany(planned => SetsOf(planned.Stage, plan)).Where(set => set.Source.PackedSide > 0)
            .Select(PackContent.Of).DistinctBy(content => content.FileName).Select(content => content.Planned(Path.Combine(outputFolder, PackedSets.FolderName))),
    ];

    static ImmutableArray<PictureSet> SetsOf(Stage stage, RunPlan plan) =>
        plan.Data.GetValueOrDefault(stage.Data.Fingerprint)?.SeenAs(stage.Data.Pictures).PictureParts ?? [];
}
