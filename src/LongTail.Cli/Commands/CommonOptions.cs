using System.CommandLine;
using System.Globalization;
using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Recipes;

namespace LongTail.Cli.Commands;

/// <summary>Options that several commands have.</summary>
static class CommonOptions
{
    public static Option<string> Data() => new("--data") { Description = "Folder of the data; not needed for fashion-lt, which comes with the program.", HelpName = "FOLDER" };

    /// <summary>A trained network.</summary>
    public static Argument<string> Checkpoint() => new("CHECKPOINT") { Description = "Folder of a trained network, below runs/stages; train and plan print its path." };

    /// <summary>Which of its weights.</summary>
    public static Option<string> Weights() => OptionWords.Weights.Option("Weights after the last epoch, or after the epoch that was best on the validation images, or, of data without such, on the test set.");

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Changes a value of the recipe, such as epochs=30, temperature=4 or optimizer.dropAt=[0.5,0.75]. Repeatable.",
        HelpName = "KEY=VALUE",
    };

    /// <summary>In which numbers networks compute.</summary>
    public static Option<string> Precision(string otherwise)
    {
        Option<string> option = new("--precision")
        {
            Description = $"Number format of the convolutions: fp32, bf16, or auto (bf16 if the processor, or the NVIDIA device, has instructions for it); if not given, {otherwise}.",
            HelpName = "fp32|bf16|auto",
        };
        option.CompletionSources.Add([.. PrecisionWord.All]);
        return option;
    }

    /// <summary>The precision asked for; null when none is.</summary>
    /// <param name="written">The option's value.</param>
    /// <param name="device">Where it is computed.</param>
    /// <param name="library">Knows what devices can.</param>
    public static Precision? PrecisionOf(string? written, ComputeDevice device, LibraryCalls library) => written is null ? null
        : written == PrecisionWord.Auto && library.HasBFloat16(device) is { } has ? PrecisionWord.Read(has ? "bf16" : "fp32")
        : PrecisionWord.All.Contains(written) ? PrecisionWord.Read(written)
        : throw new UsageException($"Found --precision {SafeText.Quoted(written)}, expected fp32, bf16 or auto.");

    public static Option<bool> Json() => new("--json") { Description = "Prints the result as one JSON object; everything else goes to standard error." };

    public static Option<string> Device() => new("--device")
    {
        Description = "Where to compute; auto is the first NVIDIA device that libtorch can use, or the processor if there is none.",
        HelpName = "cpu|cuda|cuda:N|auto",
        DefaultValueFactory = _ => "auto",
    };

    public static ComputeDevice DeviceOf(string written)
    {
        try
        {
            return ComputeDevice.Parse(written);
        }
        catch (FormatException)
        {
            throw new UsageException($"Found --device {SafeText.Quoted(written)}, expected cpu, cuda, cuda:N with N from 0 on, or auto.");
        }
    }

    public static Option<string> Threads() => new("--threads") { Description = "Number of compute threads; one per core if not given.", HelpName = "N" };

    /// <summary>The number asked for; null when none is.</summary>
    public static int? ThreadsOf(string? written) => written is null ? null
        : int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out int threads) && threads is >= 1 and <= 1024 ? threads
        : throw new UsageException($"Found --threads {SafeText.Quoted(written)}, expected a whole number from 1 to 1024.");

    public static Option<string> Groups() => OptionWords.Groups.Option("Limits of the groups many, medium and few, in training images per class: kang (many above 100, few below 20) or oltr (many from 100, few up to 20).");

    /// <summary>A recipe by name or path, with changes.</summary>
    public static CompleteRecipe Recipe(string nameOrPath, string[]? settings) => CompleteRecipe.Of(nameOrPath, settings ?? [], Caller.CommandLine);
}
