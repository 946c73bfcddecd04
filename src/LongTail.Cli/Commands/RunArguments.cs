using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using LongTail.Cli.Recipes;
using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Stages;

namespace LongTail.Cli.Commands;

/// <summary>The arguments that train and plan share.</summary>
sealed class RunArguments
{
    const string DefaultRecipe = "fashion-lt-bkd";

    readonly Argument<string[]> _recipes = new("RECIPE")
    {
        Description = $"Names (see longtail recipe list) or paths of recipe files; {DefaultRecipe} when none is given.",
        HelpName = "RECIPE",
        Arity = ArgumentArity.ZeroOrMore,
    };

    readonly Option<string> _out = new("--out")
    {
        Description = "Folder for results and checkpoints; created when missing.",
        HelpName = "FOLDER",
        DefaultValueFactory = _ => "runs",
    };

    readonly Option<string> _seeds = new("--seeds") { Description = "Repeats everything for each seed: 0-4 or 0,1,2.", HelpName = "SEEDS" };
    readonly Option<string> _threads = new("--threads") { Description = "Threads of the native library; one per core when not given.", HelpName = "N" };
    readonly Option<string> _device = CommonOptions.Device();
    readonly Option<bool> _tf32 = new("--tf32") { Description = "Lets an NVIDIA device round the factors of products to 10 bits of fraction, which is faster." };
    readonly Option<string> _precision = CommonOptions.Precision("what the recipe says");
    readonly Option<string> _data = CommonOptions.Data();
    readonly Option<string[]> _set = CommonOptions.Set();
    readonly Option<string> _groups = CommonOptions.Groups();
    readonly Option<bool> _json = CommonOptions.Json();
    readonly Option<bool> _quiet = new("--quiet") { Description = "No progress, only warnings and the result." };

    public RunArguments(Command command)
    {
        _recipes.CompletionSources.Add(_ => RecipeLibrary.Names.Select(n => new System.CommandLine.Completions.CompletionItem(n)));
        command.Add(_recipes);
        foreach (Option option in new Option[] { _data, _out, _set, _seeds, _precision, _device, _tf32, _threads, _groups, _json, _quiet }) command.Add(option);
    }

    /// <exception cref="UsageException">An option's value does not fit.</exception>
    /// <exception cref="RecipeException">A recipe does not.</exception>
    public RunRequest Read(ParseResult parsed)
    {
        string[] names = parsed.GetValue(_recipes) is { Length: > 0 } given ? given : [DefaultRecipe];
        ImmutableArray<int>? seeds = parsed.GetValue(_seeds) is { } written ? SeedList.Parse(written) : null;
        Precision? precision = CommonOptions.PrecisionOf(parsed.GetValue(_precision));
        Recipe[] recipes = [.. names.Distinct().Select(name => In(precision, RecipeBinder.Bind(CommonOptions.Recipe(name, parsed.GetValue(_set)))))];
        return new()
        {
            Recipes = seeds is null ? [.. recipes] : [.. seeds.Value.SelectMany(seed => recipes.Select(recipe => recipe with { Seed = seed }))],
            Environment = new()
            {
                OutputFolder = parsed.GetValue(_out) is { } folder && folder.Trim().Length > 0 ? folder : throw new UsageException("Found an empty --out, expected a folder."),
                DataFolder = parsed.GetValue(_data),
                Threads = parsed.GetValue(_threads) is { } threads ? ThreadsOf(threads) : null,
                Device = CommonOptions.DeviceOf(parsed.GetValue(_device)!),
                Tf32 = parsed.GetValue(_tf32),
            },
            Groups = CommonOptions.GroupsOf(parsed.GetValue(_groups)!),
            Json = parsed.GetValue(_json),
            Quiet = parsed.GetValue(_quiet),
        };
    }

    static Recipe In(Precision? precision, Recipe recipe) =>
        precision is { } wanted ? recipe with { Network = recipe.Network with { Precision = wanted } } : recipe;

    static int ThreadsOf(string written) =>
        int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out int threads) && threads is >= 1 and <= 1024 ? threads
            : throw new UsageException($"Found --threads {SafeText.Quoted(written)}, expected a whole number from 1 to 1024.");
}
