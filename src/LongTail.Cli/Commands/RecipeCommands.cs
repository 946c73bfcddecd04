using System.CommandLine;
using LongTail.Recipes;

namespace LongTail.Cli.Commands;

/// <summary>recipe list, recipe show and recipe schema.</summary>
static class RecipeCommands
{
    public static Command Build(Host host) => new("recipe", "Lists recipes, or prints one in full.") { ListCommand(host), ShowCommand(host), SchemaCommand(host) };

    static Command ListCommand(Host host)
    {
        Command command = new("list", "Lists the recipes that come with the program.");
        command.SetAction(_ =>
        {
            int width = RecipeLibrary.Names.Max(n => n.Length);
            foreach (string name in RecipeLibrary.Names)
                host.Out.WriteLine($"{name.PadRight(width)}  {CommonOptions.Recipe(name, null).Text("about")}");
            return ExitCode.Done;
        });
        return command;
    }

    static Command ShowCommand(Host host)
    {
        Argument<string> recipe = new("RECIPE") { Description = "Name (see longtail recipe list) or path of a recipe file.", HelpName = "RECIPE" };
        recipe.CompletionSources.Add(_ => RecipeLibrary.Names.Select(n => new System.CommandLine.Completions.CompletionItem(n)));
        Option<string[]> set = CommonOptions.Set();
        Command command = new("show", "Prints a recipe in full: every value, and which epochs its fractions stand for. The output is itself a recipe file.") { recipe, set };
        command.SetAction(parsed =>
        {
            host.Out.Write(RecipeWriter.Write(CommonOptions.Recipe(parsed.GetRequiredValue(recipe), parsed.GetValue(set))));
            return ExitCode.Done;
        });
        return command;
    }

    static Command SchemaCommand(Host host)
    {
        Command command = new("schema", "Prints the JSON Schema of recipe files, by which editors complete keys and mark faults.");
        command.SetAction(_ =>
        {
            host.Out.Write(RecipeLibrary.JsonSchema());
            return ExitCode.Done;
        });
        return command;
    }
}
