using System.Collections.Immutable;
using System.CommandLine;
using LongTail.Networks;
using LongTail.Stages;

namespace LongTail.Cli.Commands;

/// <summary>The options that all commands share which lay out recipes and train them.</summary>
sealed class RunOptions
{
    /// <summary>Output folder unless another is named.</summary>
    public const string UsualOut = "runs";

    readonly Option<string> _out = new("--out")
    {
        Description = "Folder for results and checkpoints; created if missing.",
        HelpName = "FOLDER",
        DefaultValueFactory = _ => UsualOut,
    };

    readonly Option<string> _seeds = new(SeedsName) { Description = "Trains everything once for each seed, such as 0-4 or 0,1,2.", HelpName = "SEEDS" };
    readonly Option<string> _threads = CommonOptions.Threads();
    readonly Option<string> _device = CommonOptions.Device();
    readonly Option<bool> _tf32 = new("--tf32") { Description = "Lets an NVIDIA device use TF32: faster, with the factors of products rounded to 10 bits of fraction." };
    readonly Option<bool> _graph = new("--cuda-graph") { Description = "Records a training step on an NVIDIA device and repeats it: faster where batches are small." };
    readonly Option<bool> _benchmark = new("--cudnn-benchmark") { Description = "Lets an NVIDIA device try its convolution algorithms and keep the fastest: slower at first, faster after." };
    readonly Option<string> _precision = CommonOptions.Precision("what the recipe says");
    readonly Option<string> _data = CommonOptions.Data();
    readonly Option<string[]> _set = CommonOptions.Set();
    readonly Option<string> _groups = CommonOptions.Groups();
    readonly Option<bool> _json = CommonOptions.Json();
    readonly Option<bool> _quiet = new("--quiet") { Description = "Prints no progress, only warnings and the result." };

    const string SeedsName = "--seeds";

    readonly LibraryCalls _library;

    public RunOptions(Command command, LibraryCalls library)
    {
        _library = library;
        foreach (Option option in new Option[] { _data, _out, _set, _seeds, _precision, _device, _tf32, _graph, _benchmark, _threads, _groups, _json, _quiet }) command.Add(option);
    }

    /// <summary>The data folder; null where none is given.</summary>
    public string? DataIn(ParseResult parsed) => parsed.GetValue(_data);

    /// <summary>Changes to the recipe, as written.</summary>
    public string[] SettingsIn(ParseResult parsed) => parsed.GetValue(_set) ?? [];

    /// <summary>Null where the recipe's own seed holds.</summary>
    /// <exception cref="UsageException">No list of seeds.</exception>
    public ImmutableArray<int>? SeedsIn(ParseResult parsed) => parsed.GetValue(_seeds) is { } written ? SeedList.Parse(written, SeedsName) : null;

    /// <summary>In which numbers the networks of recipes are to compute.</summary>
    /// <exception cref="UsageException">An unknown word.</exception>
    public Func<Recipe, Recipe> PrecisionIn(ParseResult parsed)
    {
        Precision? precision = CommonOptions.PrecisionOf(parsed.GetValue(_precision), CommonOptions.DeviceOf(parsed.GetValue(_device)!), _library);
        return recipe => precision is { } wanted ? recipe with { Network = recipe.Network with { Precision = wanted } } : recipe;
    }

    /// <summary>Everything but the recipes.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="recipes">One for each seed.</param>
    /// <exception cref="UsageException">An option's value does not fit.</exception>
    public RunRequest Read(ParseResult parsed, ImmutableArray<Recipe> recipes) => new()
    {
        Recipes = recipes,
        Environment = new()
        {
            OutputFolder = parsed.GetValue(_out) is { } folder && folder.Trim().Length > 0 ? folder : throw new UsageException("Found an empty --out, expected a folder."),
            Command = $"longtail {parsed.CommandResult.Command.Name}",
            DataFolder = DataIn(parsed),
            Threads = CommonOptions.ThreadsOf(parsed.GetValue(_threads)),
            Device = CommonOptions.DeviceOf(parsed.GetValue(_device)!),
            Tf32 = parsed.GetValue(_tf32),
            CudaGraph = parsed.GetValue(_graph),
            CudnnBenchmark = parsed.GetValue(_benchmark),
        },
        Groups = OptionWords.Groups.Read(parsed.GetValue(_groups)!),
        Json = parsed.GetValue(_json),
        Quiet = parsed.GetValue(_quiet),
    };
}
