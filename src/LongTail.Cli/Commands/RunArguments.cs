using System.Collections.Immutable;
using System.CommandLine;
using LongTail.Foundation;
using LongTail.Recipes;
using LongTail.Stages;

namespace LongTail.Cli.Commands;

/// <summary>The arguments that train and plan share.</summary>
sealed class RunArguments
{
    const string EmbeddedRecipe = "fashion-lt-bkd";

    /// <summary>For class folders of one's own.</summary>
    public const string PhotosRecipe = "photos";

    /// <summary>What options say of <see cref="UsualRecipe"/>.</summary>
    public const string UsualRecipeInWords = $"if none is given, {PhotosRecipe} for the class folders of --data, and {EmbeddedRecipe} without --data or with --set data.set=...";

    readonly Argument<string[]> _recipes = new("RECIPE")
    {
        Description = $"Names of recipes (see longtail recipe list) or paths of recipe files; {UsualRecipeInWords}.",
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

    /// <summary>The recipe where none is named.</summary>
    /// <param name="data">The data folder; null where none is given.</param>
    /// <param name="settings">Of the recipe; one that names the set says what is in that folder.</param>
    public static string UsualRecipe(string? data, IEnumerable<string> settings) =>
        data is null || settings.Any(setting => setting.Split('=', 2)[0].Trim() is "data.set" or "set") ? EmbeddedRecipe : PhotosRecipe;

    /// <exception cref="UsageException">An option's value does not fit.</exception>
    /// <exception cref="RecipeException">A recipe does not.</exception>
    public RunRequest Read(ParseResult parsed)
    {
        string[] names = parsed.GetValue(_recipes) is { Length: > 0 } given ? given : [UsualRecipe(_options.DataIn(parsed), _options.SettingsIn(parsed))];
        ImmutableArray<int>? seeds = _options.SeedsIn(parsed);
        Func<Recipe, Recipe> inPrecision = _options.PrecisionIn(parsed);
        Recipe[] recipes = [.. names.Distinct().Select(name => inPrecision(RecipeBinder.Bind(CommonOptions.Recipe(name, _options.SettingsIn(parsed)))))];
        return _options.Read(parsed, seeds is null ? [.. recipes] : [.. seeds.Value.SelectMany(seed => recipes.Select(recipe => recipe with { Seed = seed }))]);
    }
}
