using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using LongTail.Cli.Reports;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Results;

namespace LongTail.Cli.Commands;

/// <summary>Images of classes that a network does not know, and when it is to reject an image.</summary>
sealed class OpenSetOptions
{
    const string SetName = "--open-set", DataName = "--open-data", RejectName = "--reject";
    const double PublishedThreshold = 0.1;   // OLTR's code

    readonly Option<string> _set = new(SetName)
    {
        Description = "Open-set evaluation: also classifies the test images of a set of other classes, with images of the same size, and reports how many of these and of its own images are rejected. For a network of pictures in files: folders, or a list file such as Places_LT_open.txt.",
        HelpName = "SET",
    };

    readonly Option<string> _data = new(DataName) { Description = $"Folder of that set. With {SetName}.", HelpName = "FOLDER" };

    readonly Option<string> _reject = new(RejectName)
    {
        Description = $"Rejects an image if its largest probability is below this; 0.1 if not given. With {SetName}.",
        HelpName = "PROBABILITY",
    };

    public OpenSetOptions(Command command)
    {
        _set.CompletionSources.Add([.. DataCatalog.All.Select(set => set.Name), PictureSets.Folders]);
        command.Add(_set);
        command.Add(_data);
        command.Add(_reject);
    }

    /// <summary>Null when nothing is asked about other classes.</summary>
    /// <exception cref="UsageException">A value does not fit, or is there without a set.</exception>
    public OpenSetRequest? Read(ParseResult parsed)
    {
        string? set = parsed.GetValue(_set), folder = parsed.GetValue(_data), reject = parsed.GetValue(_reject);
        if (set is not null) return new(set, folder, reject is null ? PublishedThreshold : ThresholdOf(reject));
        return folder is null && reject is null ? null
            : throw new UsageException($"Found {(folder is null ? RejectName : DataName)} without {SetName}, expected both: say which images of other classes there are, such as {SetName} cifar100.");
    }

    static double ThresholdOf(string written) =>
        double.TryParse(written, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double threshold) && threshold is >= 0 and <= 1 ? threshold
            : throw new UsageException($"Found {RejectName} {SafeText.Quoted(written)}, expected a probability from 0 to 1, such as 0.1.");
}

/// <summary>What is asked about images of other classes.</summary>
/// <param name="Set">Which images.</param>
/// <param name="Folder">Where their files are; null for an embedded set.</param>
/// <param name="Threshold">Of the largest probability.</param>
sealed record OpenSetRequest(string Set, string? Folder, double Threshold)
{
    /// <summary>The answer.</summary>
    /// <param name="known">What the network said about its own test images.</param>
    /// <param name="unknown">How sure it is of the others.</param>
    public OpenSetReport Report(Predictions known, ImmutableArray<float> unknown) => new(Set, Threshold, OpenSetResult.Of(known, unknown, Threshold));
}
