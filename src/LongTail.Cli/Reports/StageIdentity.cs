using LongTail.Stages;

namespace LongTail.Cli.Reports;

/// <summary>Tells which planned stage belongs to which recipe. Keys alone do not: opening the data puts its fingerprint into them, and so does finding pretrained weights.</summary>
static class StageIdentity
{
    /// <summary>Equal for the stage of a recipe and the same stage in an opened plan.</summary>
    public static StageKey Of(Stage stage) => Changed(stage, Unopened).Key;

    /// <summary>Equal for stages of an opened plan that differ in nothing but the seed. Fingerprints count: of two data sets of one name, or two files of weights, no seeds are one method's.</summary>
    public static StageKey WithoutSeed(Stage stage) => Changed(stage, now => now with { Seed = 0 }).Key;

    static Stage Unopened(Stage stage) => stage with
    {
        Data = stage.Data with { Fingerprint = "" },
        Pretrained = stage.Pretrained is { } pretrained ? pretrained with { Fingerprint = "" } : null,
    };

    static Stage Changed(Stage stage, Func<Stage, Stage> change) => change(stage) with
    {
        StartFrom = stage.StartFrom is { } start ? Changed(start, change) : null,
        Teachers = [.. stage.Teachers.Select(teacher => Changed(teacher, change))],
    };
}
