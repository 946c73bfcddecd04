using System.CommandLine;
using LongTail.Data;
using LongTail.Pictures;
using LongTail.Recipes;

namespace LongTail.Cli.Commands;

/// <summary>Which pictures a command on data is about: those of a recipe, or class folders.</summary>
sealed class DataArguments
{
    readonly Argument<string?> _recipe = new("RECIPE")
    {
        Description = "Name or path of the recipe that describes the data; if none is given, --data holds one folder of pictures per class.",
        HelpName = "RECIPE",
        Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<string> _data = CommonOptions.Data();
    readonly Option<string[]> _set = CommonOptions.Set();

    public DataArguments(Command command)
    {
        command.Add(_recipe);
        command.Add(_data);
        command.Add(_set);
    }

    /// <summary>Opens the data.</summary>
    public (TrainingSet Set, DataSplit Data) Open(ParseResult parsed)
    {
        TrainingSet set = SetOf(parsed);
        return (set, DataCatalog.Open(set, parsed.GetValue(_data)));
    }

    /// <summary>Opens the data for a look at each picture: where too many cannot be read to train on the others, with all of them.</summary>
    public (TrainingSet Set, DataSplit Data) OpenToLook(ParseResult parsed)
    {
        TrainingSet set = SetOf(parsed);
        try
        {
            return (set, DataCatalog.Open(set, parsed.GetValue(_data)));
        }
        catch (UnreadablePicturesException)
        {
            return (set, DataCatalog.OpenUnchecked(set, parsed.GetValue(_data)));
        }
    }

    TrainingSet SetOf(ParseResult parsed)
    {
        string[] settings = parsed.GetValue(_set) ?? [];
        return RecipeBinder.Bind(parsed.GetValue(_recipe) is { } recipe ? CommonOptions.Recipe(recipe, settings) : OfFolders(settings)).Data;
    }

    // Nobody named the recipe that the rest is taken from: what is missing is missing among the settings.
    static CompleteRecipe OfFolders(string[] settings) =>
        RecipeSetting.Apply(RecipeReader.Read(RunArguments.DefaultRecipe, Caller.CommandLine), settings.Prepend($"data.set={PictureSets.Folders}"), Caller.CommandLine).Complete("--set");
}
