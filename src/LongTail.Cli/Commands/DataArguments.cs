using System.CommandLine;
using LongTail.Cli.Display;
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
    /// <param name="parsed">The command line.</param>
    /// <param name="host">Hears how far the pictures are looked at.</param>
    /// <param name="cancel">Stops it.</param>
    public (TrainingSet Set, DataSplit Data) Open(ParseResult parsed, Host host, CancellationToken cancel)
    {
        TrainingSet set = SetOf(parsed);
        return (set, Opened(set, parsed, host, cancel));
    }

    /// <summary>Opens the data for a look at each picture: where too many cannot be read to train on the others, with all of them.</summary>
    /// <inheritdoc cref="Open"/>
    public (TrainingSet Set, DataSplit Data) OpenToLook(ParseResult parsed, Host host, CancellationToken cancel)
    {
        TrainingSet set = SetOf(parsed);
        try
        {
            return (set, Opened(set, parsed, host, cancel));
        }
        catch (UnreadablePicturesException)
        {
            return (set, DataCatalog.OpenUnchecked(set, parsed.GetValue(_data)));
        }
    }

    DataSplit Opened(TrainingSet set, ParseResult parsed, Host host, CancellationToken cancel) => DataCatalog.Open(set, parsed.GetValue(_data), new TimedLines(host, "looked at", "pictures"), cancel);

    TrainingSet SetOf(ParseResult parsed)
    {
        string[] settings = parsed.GetValue(_set) ?? [];
        return RecipeBinder.Bind(parsed.GetValue(_recipe) is { } recipe ? CommonOptions.Recipe(recipe, settings) : OfFolders(settings)).Data;
    }

    // Nobody named the recipe that the rest is taken from: what is missing is missing among the settings.
    static CompleteRecipe OfFolders(string[] settings) =>
        RecipeSetting.Apply(RecipeReader.Read(RunArguments.PhotosRecipe, Caller.CommandLine), settings, Caller.CommandLine).Complete("--set");
}
