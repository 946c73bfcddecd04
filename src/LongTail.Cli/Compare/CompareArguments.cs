using System.Collections.Immutable;
using System.CommandLine;
using LongTail.Cli.Commands;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Recipes;
using LongTail.Stages;

namespace LongTail.Cli.Compare;

/// <summary>The arguments of compare.</summary>
sealed class CompareArguments
{
    const string SubsetSeedsName = "--subset-seeds";

    readonly Argument<string[]> _methods = new("METHOD")
    {
        Description = $"Methods to compare: a name such as bkd, a name with settings such as bkd:temperature=4,beta=0.999, paper for the methods of the paper's tables, or all; {MethodChoice.Usual} if none is given.",
        HelpName = "METHOD",
        Arity = ArgumentArity.ZeroOrMore,
    };

    readonly Option<string> _recipe = new("--recipe")
    {
        Description = $"Name or path of the recipe with data, network and schedule; its method is replaced; {RunArguments.UsualRecipeInWords}.",
        HelpName = "RECIPE",
    };

    readonly Option<string> _subsetSeeds = new(SubsetSeedsName) { Description = "Repeats everything for each of these random draws of the training images, such as 0-2 or 0,1.", HelpName = "SEEDS" };

    readonly Option<string> _preset = new("--preset")
    {
        Description = "Settings of the methods: fair (the same schedule for all), paper (as each paper states them) or reference (as the released code has them).",
        HelpName = "fair|paper|reference",
        DefaultValueFactory = _ => Preset.All[0].Name,
    };

    readonly Option<string> _csv = new("--csv") { Description = "Writes a CSV file with one line per method, and a second one with one line per run, such as table.csv and table-runs.csv.", HelpName = "FILE" };
    readonly Option<string> _markdown = new("--markdown") { Description = "Writes the tables as Markdown, with the command, the versions and the machine.", HelpName = "FILE" };
    readonly Option<bool> _plan = new("--plan") { Description = "Shows the stages, what they cost and what sharing saves; trains and writes nothing." };
    readonly RunOptions _options;

    public CompareArguments(Command command, LibraryCalls library)
    {
        _methods.CompletionSources.Add([.. MethodChoice.Words]);
        _recipe.CompletionSources.Add([.. RecipeLibrary.Names]);
        _preset.CompletionSources.Add([.. Preset.All.Select(preset => preset.Name)]);
        command.Add(_methods);
        command.Add(_recipe);
        command.Add(_preset);
        _options = new(command, library);
        foreach (Option option in new Option[] { _subsetSeeds, _csv, _markdown, _plan }) command.Add(option);
    }

    /// <exception cref="UsageException">An argument does not fit.</exception>
    /// <exception cref="RecipeException">The recipe does not, or a method's settings.</exception>
    public CompareRequest Read(ParseResult parsed)
    {
        Preset preset = Preset.Read(parsed.GetValue(_preset)!);
        ImmutableArray<MethodChoice> choices = MethodChoice.Read(parsed.GetValue(_methods) is { Length: > 0 } given ? given : [MethodChoice.Usual]);
        string recipe = parsed.GetValue(_recipe) ?? RunArguments.UsualRecipe(_options.DataIn(parsed), _options.SettingsIn(parsed));
        ReportFiles files = new(parsed.GetValue(_csv), parsed.GetValue(_markdown));
        files.Check();

        Func<Recipe, Recipe> inPrecision = _options.PrecisionIn(parsed);
        RecipeDraft shared = ComparedMethod.Shared(recipe, _options.SettingsIn(parsed), choices);
        ImmutableArray<ComparedMethod> methods = [.. choices.Select(choice => ComparedMethod.Of(choice, preset, shared, RecipeReader.SourceOf(recipe))).Select(method => method with { Recipe = inPrecision(method.Recipe) })];
        return new()
        {
            Methods = methods,
            Repetitions = [.. RepetitionsIn(parsed, methods[0].Recipe)],
            Run = _options.Read(parsed, []),
            Preset = preset,
            Recipe = recipe,
            CommandLine = string.Join(' ', parsed.Tokens.Select(token => ShellWord.Of(token.Value)).Prepend("longtail")),
            Files = files,
            PlanOnly = parsed.GetValue(_plan),
        };
    }

    IEnumerable<Repetition> RepetitionsIn(ParseResult parsed, Recipe recipe)
    {
        ImmutableArray<int> seeds = _options.SeedsIn(parsed) ?? [recipe.Seed];
        if (parsed.GetValue(_subsetSeeds) is not { } written) return seeds.Select(seed => new Repetition(seed, recipe.Data.SubsetSeed));
        ImmutableArray<int> subsets = SeedList.Parse(written, SubsetSeedsName);
        if (recipe.Data.Profile is AsItIs)
            throw new UsageException($"Found {SubsetSeedsName} {SafeText.Of(written)} for {recipe.Data.Set}, which is taken as it is: every seed would draw the same images. Expected a cut, such as --set data.profile=exponential --set data.ratio=100. Where test pictures are held out, another --set data.splitSeed holds out others.");
        return from subset in subsets from seed in seeds select new Repetition(seed, subset);
    }
}
