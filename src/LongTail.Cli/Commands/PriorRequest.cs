using System.Globalization;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Results;
using LongTail.Runs;

namespace LongTail.Cli.Commands;

/// <summary>What is asked about another test distribution.</summary>
/// <param name="Shape">The distribution; null where the shares of the classes are given.</param>
/// <param name="Shares">Of the classes by name; null where a shape is given.</param>
/// <param name="Tau">Strength of the correction; null for none.</param>
/// <param name="ForUniform">Whether the network answers as if all classes came up equally often, instead of as in its training images; null where its method decides.</param>
sealed record PriorRequest(TestPrior? Shape, ClassShares? Shares, double? Tau, bool? ForUniform)
{
    /// <summary>As it was asked for, such as "forward:50" or the name of a file.</summary>
    public string Name => Shape?.ToString() ?? Shares!.Source;

    /// <summary>Such as "come up equally often", to follow "the classes".</summary>
    public string InWords => Shape switch
    {
        null => $"come up as often as {SafeText.Of(Shares!.Source, 200)} says",
        { Shape: TestPriorShape.Forward } => string.Create(CultureInfo.InvariantCulture, $"come up long-tailed as in training, ratio {Shape.Ratio}"),
        { Shape: TestPriorShape.Backward } => string.Create(CultureInfo.InvariantCulture, $"come up long-tailed the other way round, ratio {Shape.Ratio}"),
        _ => "come up equally often",
    };

    /// <summary>The prior that a network is corrected from in a word, as on the command line.</summary>
    public string TrainedFor(ModelCard card) => IsForUniform(card) ? "uniform" : "training";

    /// <summary>The same, to follow "from".</summary>
    public string From(ModelCard card) => IsForUniform(card) ? "classes that come up equally often" : "those of its training images";

    /// <summary>What to add to the logits; null for nothing.</summary>
    public Func<ModelCard, IReadOnlyList<double>>? Shifts => Tau is { } tau ? CorrectionWith(tau) : null;

    /// <summary>The distribution for a network's classes.</summary>
    /// <exception cref="UsageException">The shares are of other classes.</exception>
    public TestPrior Of(ModelCard card) => Shape ?? Shares!.Of(card.ClassNames);

    /// <summary>What to add to the logits, with a strength that counts where none is asked for.</summary>
    public Func<ModelCard, IReadOnlyList<double>> CorrectionWith(double usual) =>
        card => PriorCorrection.Shifts(Of(card).Of(card.Counts), [.. card.TrainingImages.Select(count => IsForUniform(card) ? 1.0 : count)], Tau ?? usual);

    // An expert or another part of a method is in no catalog, and is trained by plain cross-entropy.
    bool IsForUniform(ModelCard card) => ForUniform ?? MethodCatalog.All.FirstOrDefault(entry => entry.Name == card.Method) is { IsBalanced: true };
}
