using System.Collections.Immutable;
using System.CommandLine;
using LongTail.Foundation;
using LongTail.Recipes;
using LongTail.Stages;

namespace LongTail.Cli.Commands;

/// <summary>The arguments that train and plan share.</summary>
sealed class RunArguments
{
    public const string DefaultRecipe = "fashion-lt-bkd";

    readonly Argument<string[]> _recipes = new("RECIPE")
    {
        Description = $"Names of recipes (see longtail recipe list) or paths of recipe files; {DefaultRecipe} if none is given.",
        HelpName = "RECIPE",
        Arity = ArgumentArity.ZeroOrMore,
    };

    readonly RunOptions _options;

    public RunArguments(Command command, LibraryCalls library)
    {
        _recipes.CompletionSources.Add(_ => RecipeLibrary.Names.Select(n => new System.CommandLine.Completions.CompletionItem(n)));
        command.Add(_recipes);
        _options = new(command, library);
    }

    /// <exception cref="UsageException">An option's value does not fit.</exception>
    /// <exception cref="RecipeException">A recipe does not.</exception>
    public RunRequest Read(ParseResult parsed)
    {
        string[] names = parsed.GetValue(_recipes) is { Length: > 0 } given ? given : [DefaultRecipe];
        ImmutableArray<int>? seeds = _options.SeedsIn(parsed);
        Func<Recipe, Recipe> inPrecision = _options.PrecisionIn(parsed);
        Recipe[] recipes = [.. names.Distinct().Select(name => inPrecision(RecipeBinder.Bind(CommonOptions.Recipe(name, _options.SettingsIn(parsed)))))];
        return _options.Read(parsed, seeds is null ? [.. recipes] : [.. seeds.Value.SelectMany(seed => recipes.Select(recipe => recipe with { Seed = seed }))]);
    }
}
