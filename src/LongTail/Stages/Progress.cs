using LongTail.Results;

namespace LongTail.Stages;

/// <summary>Where in a stage a step stands. Passed to every step, so a resumed run behaves as an unbroken one.</summary>
/// <param name="Epoch">0-based.</param>
/// <param name="Epochs">Of the whole stage.</param>
/// <param name="Step">0-based within the epoch.</param>
/// <param name="StepsPerEpoch">Steps in each epoch.</param>
/// <param name="LastFeedback">What the network got right after the epoch before, on the images that <see cref="Stage.Feedback"/> names; null in the first epoch, and where it names none.</param>
public readonly record struct Progress(int Epoch, int Epochs, int Step, int StepsPerEpoch, EvaluationResult? LastFeedback);
