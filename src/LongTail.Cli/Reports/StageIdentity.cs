using LongTail.Stages;

namespace LongTail.Cli.Reports;

/// <summary>Tells which planned stage belongs to which recipe. Keys alone do not: opening the data puts its fingerprint into them, and so does finding pretrained weights.</summary>
static class StageIdentity
{
    /// <summary>Equal for the stage of a recipe and the same stage in an opened plan.</summary>
    public static StageKey Of(Stage stage) => Changed(stage, seed: null).Key;

    /// <summary>Equal for stages that differ in nothing but the seed.</summary>
    public static StageKey WithoutSeed(Stage stage) => Changed(stage, seed: 0).Key;

    static Stage Changed(Stage stage, int? seed) => stage with
    {
        Data = stage.Data with { Fingerprint = "" },
        Pretrained = stage.Pretrained is { } pretrained ? pretrained with { Fingerprint = "" } : null,
        Seed = seed ?? stage.Seed,
        StartFrom = stage.StartFrom is { } start ? Changed(start, seed) : null,
        Teachers = [.. stage.Teachers.Select(teacher => Changed(teacher, seed))],
    };
}
