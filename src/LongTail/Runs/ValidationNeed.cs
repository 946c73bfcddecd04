using LongTail.Methods;
using LongTail.Stages;

namespace LongTail.Runs;

/// <summary>What a stage needs validation images for.</summary>
/// <param name="Does">In words, which name the images by what is given.</param>
/// <param name="Otherwise">What to set so that it needs none.</param>
sealed record ValidationNeed(Func<string, string> Does, string Otherwise)
{
    /// <summary>Tau is chosen on them.</summary>
    public static ValidationNeed ChosenTau { get; } = new(images => $"chooses tau on {images}", "method.tauFrom to given with a method.tau such as 1");

    static readonly ValidationNeed s_steering = new(images => $"steers by {images}", "method.feedback to training");
    static readonly ValidationNeed s_teacher = new(images => $"has a teacher of the epoch that is best on {images}", "method.teacherEpoch to last");
    static readonly ValidationNeed s_start = new(images => $"starts from the epoch of its first stage that is best on {images}", "method.firstStageEpoch to last");

    /// <summary>All of a stage's.</summary>
    public static IEnumerable<ValidationNeed> Of(Stage stage)
    {
        if (stage.Feedback == Feedback.Validation) yield return stage.Objective is TauAdjustment ? ChosenTau : s_steering;
        if (stage.TeacherEpoch == WeightsEpoch.BestOnValidation) yield return s_teacher;
        if (stage.StartEpoch == WeightsEpoch.BestOnValidation) yield return s_start;
    }

    /// <summary>Such as "steers by validation images and has a teacher of the epoch that is best on them".</summary>
    public static string Purpose(IEnumerable<ValidationNeed> needs) => string.Join(" and ", needs.Select((need, i) => need.Does(i == 0 ? "validation images" : "them")));

    /// <summary>Such as "method.feedback to training and method.teacherEpoch to last".</summary>
    public static string Without(IEnumerable<ValidationNeed> needs) => string.Join(" and ", needs.Select(need => need.Otherwise));
}
