using System.CommandLine;
using System.Globalization;
using LongTail.Results;
using LongTail.Runs;

namespace LongTail.Cli.Commands;

/// <summary>How often the classes come up where a network is to be used, and whether its predictions are moved there.</summary>
sealed class TestPriorOptions
{
    const string PriorName = "--test-prior", CorrectName = "--correct";

    const string Shapes = "uniform, forward:50 (a long tail as in training, the most frequent class 50 times as frequent as the rarest), backward:50 (the reverse), or the share of each class: cat=0.7,dog=0.3, or a file with a line class,share for each.";

    readonly Option<string> _prior = new(PriorName) { HelpName = "PRIOR" };

    readonly Option<string> _correct = new(CorrectName)
    {
        Description = $"Corrects the predictions for that prior: adds TAU times log(test prior / training prior) to the logits; 1 is Bayes' rule. With {PriorName}.",
        HelpName = "TAU",
    };

    /// <summary>Adds both options to a command.</summary>
    /// <param name="command">That has them.</param>
    /// <param name="purpose">What a prior is for, up to the shapes it can have.</param>
    public TestPriorOptions(Command command, string purpose)
    {
        _prior.Description = $"{purpose} {Shapes}";
        _prior.CompletionSources.Add("uniform", "forward:50", "backward:50");
        command.Add(_prior);
        command.Add(_correct);
    }

    /// <summary>Null when no prior is asked for.</summary>
    /// <exception cref="UsageException">A value does not fit, or a correction is asked for without a prior.</exception>
    public PriorRequest? Read(ParseResult parsed)
    {
        double? tau = parsed.GetValue(_correct) is { } written ? TauOf(written) : null;
        if (parsed.GetValue(_prior) is { } prior) return ClassShares.Read(prior, PriorName) is { } shares ? new(null, shares, tau) : new(PriorOf(prior), null, tau);
        return tau is null ? null : throw new UsageException($"Found {CorrectName} without {PriorName}, expected both: say how often the classes come up, such as {PriorName} uniform.");
    }

    static TestPrior PriorOf(string written)
    {
        string[] parts = written.Split(':');
        double ratio = parts.Length == 2 && NumberIn(parts[1]) is { } number ? number : double.NaN;
        return (parts[0], parts.Length, ratio) switch
        {
            ("uniform", 1, _) => TestPrior.Uniform,
            ("forward", 2, >= 1) => TestPrior.Forward(ratio),
            ("backward", 2, >= 1) => TestPrior.Backward(ratio),
            _ => throw new UsageException($"Found {PriorName} {SafeText.Quoted(written)}, expected uniform, forward:RATIO or backward:RATIO with a ratio of 1 or more, such as forward:50, or the share of each class, such as cat=0.7,dog=0.3 or a file with a line class,share for each."),
        };
    }

    static double TauOf(string written) => NumberIn(written)
        ?? throw new UsageException($"Found {CorrectName} {SafeText.Quoted(written)}, expected a number such as 1.");

    static double? NumberIn(string written) =>
        double.TryParse(written, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
}

/// <summary>What is asked about another test distribution.</summary>
/// <param name="Shape">The distribution; null where the shares of the classes are given.</param>
/// <param name="Shares">Of the classes by name; null where a shape is given.</param>
/// <param name="Tau">Strength of the correction; null for none.</param>
sealed record PriorRequest(TestPrior? Shape, ClassShares? Shares, double? Tau)
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

    /// <summary>What to add to the logits; null for nothing.</summary>
    public Func<ModelCard, IReadOnlyList<double>>? Shifts => Tau is { } tau ? CorrectionWith(tau) : null;

    /// <summary>The distribution for a network's classes.</summary>
    /// <exception cref="UsageException">The shares are of other classes.</exception>
    public TestPrior Of(ModelCard card) => Shape ?? Shares!.Of(card.ClassNames);

    /// <summary>What to add to the logits, with a strength that counts where none is asked for.</summary>
    public Func<ModelCard, IReadOnlyList<double>> CorrectionWith(double usual) =>
        card => PriorCorrection.Shifts(Of(card).Of(card.Counts), [.. card.TrainingImages.Select(count => (double)count)], Tau ?? usual);
}
