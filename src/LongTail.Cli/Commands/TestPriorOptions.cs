using System.CommandLine;
using System.Globalization;
using LongTail.Foundation;
using LongTail.Results;

namespace LongTail.Cli.Commands;

/// <summary>How often the classes come up where a network is to be used, and whether its predictions are moved there.</summary>
sealed class TestPriorOptions
{
    const string PriorName = "--test-prior", CorrectName = "--correct", TrainedForName = "--trained-for";

    // Logits are a few tens at most, and of single precision: beyond this nothing of them would be left.
    const double LargestTau = 100;

    const string Shapes = "uniform, forward:50 (a long tail as in training, the most frequent class 50 times as frequent as the rarest), backward:50 (the reverse), or the share of each class: cat=0.7,dog=0.3, or a file with a line class,share for each.";

    readonly Option<string> _prior = new(PriorName) { HelpName = "PRIOR" };

    readonly Option<string> _correct = new(CorrectName)
    {
        Description = $"Corrects the predictions for that prior: adds TAU times log(test prior / prior the network was trained for) to the logits; 1 is Bayes' rule. With {PriorName}.",
        HelpName = "TAU",
    };

    readonly Option<string> _trainedFor = new(TrainedForName)
    {
        Description = "Class frequencies that the network's predictions are made for: training (those of its training images, as plain cross-entropy learns them) or uniform (methods that treat all classes alike: BKD, logit adjustment, cRT). If not given, its method decides.",
        HelpName = "training|uniform",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">That has them.</param>
    /// <param name="purpose">What a prior is for, up to the shapes it can have.</param>
    public TestPriorOptions(Command command, string purpose)
    {
        _prior.Description = $"{purpose} {Shapes}";
        _prior.CompletionSources.Add("uniform", "forward:50", "backward:50");
        _trainedFor.CompletionSources.Add("training", "uniform");
        command.Add(_prior);
        command.Add(_correct);
        command.Add(_trainedFor);
    }

    /// <summary>Null when no prior is asked for.</summary>
    /// <exception cref="UsageException">A value does not fit, or a correction is asked for without a prior.</exception>
    public PriorRequest? Read(ParseResult parsed)
    {
        double? tau = parsed.GetValue(_correct) is { } written ? TauOf(written) : null;
        bool? uniform = parsed.GetValue(_trainedFor) is { } word ? IsUniform(word) : null;
        if (parsed.GetValue(_prior) is { } prior) return !IsShape(prior) && ClassShares.Read(prior, PriorName) is { } shares ? new(null, shares, tau, uniform) : new(PriorOf(prior), null, tau, uniform);
        return (tau is not null ? CorrectName : uniform is not null ? TrainedForName : null) is not { } alone ? null
            : throw new UsageException($"Found {alone} without {PriorName}, expected both: say how often the classes come up, such as {PriorName} uniform.");
    }

    // A word is a word, also where a file has its name.
    static bool IsShape(string written) => written == "uniform" || written.StartsWith("forward:", StringComparison.Ordinal) || written.StartsWith("backward:", StringComparison.Ordinal);

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

    static double TauOf(string written)
    {
        double tau = NumberIn(written) ?? throw new UsageException($"Found {CorrectName} {SafeText.Quoted(written)}, expected a number such as 1.");
        return Math.Abs(tau) <= LargestTau ? tau
            : throw new UsageException($"Found {CorrectName} {SafeText.Quoted(written)}, beside which nothing of the network's answers would be left, expected a number from {-LargestTau} to {LargestTau}, such as 1.");
    }

    static bool IsUniform(string written) => written is "training" or "uniform" ? written == "uniform"
        : throw new UsageException($"Found {TrainedForName} {SafeText.Quoted(written)}, expected training or uniform.");

    static double? NumberIn(string written) =>
        double.TryParse(written, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
}
