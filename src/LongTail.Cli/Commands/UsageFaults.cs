using System.CommandLine;
using System.CommandLine.Parsing;
using LongTail.Foundation;
using LongTail.Recipes;

namespace LongTail.Cli.Commands;

/// <summary>What is wrong with a command line, in words that say what to do.</summary>
static class UsageFaults
{
    /// <summary>The first fault; null when there is none, or when help or the version is asked for.</summary>
    public static string? Of(ParseResult parsed)
    {
        if (parsed.Action is { ClearsParseErrors: true }) return null;
        Command command = parsed.CommandResult.Command;
        if (UnknownWord(parsed) is { } word)
            return word.StartsWith('-') ? UnknownOption(word, command, parsed) : UnknownCommand(word, command);
        if (parsed.Errors.Count == 0) return null;
        return command.Subcommands.Count > 0
            ? $"Found no command, expected {Names(command)}. {SeeHelp(command)}"
            : $"{SafeText.Of(parsed.Errors[0].Message, 300)} {SeeHelp(command)}";
    }

    /// <remarks>The parser takes an unknown option for an argument where one fits; no recipe or folder of ours begins with a dash.</remarks>
    static string? UnknownWord(ParseResult parsed) =>
        Words(parsed).FirstOrDefault(v => v.StartsWith('-'))
        ?? (parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null);

    static IEnumerable<string> Words(ParseResult parsed) => parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value);

    static string UnknownOption(string word, Command command, ParseResult parsed)
    {
        string name = word.Split('=')[0];
        string plain = name.TrimStart('-').Replace("-", "", StringComparison.Ordinal);
        string hint = NearestName.Hint(name, command.Options.Where(o => !o.Hidden).Select(o => o.Name).Append("--help"));
        bool takesRecipes = command.Options.Any(o => o.Name == "--set");
        if (takesRecipes && RecipeSchema.Keys.FirstOrDefault(k => k.Leaf.Equals(plain, StringComparison.OrdinalIgnoreCase)) is { } key)
            return command.Name == "compare" && key.Section == "method"
                ? $"Found the unknown option {SafeText.Quoted(name)}. It belongs to a method: write it behind the method's name, such as {Compare.ComparedMethod.Example(key, Words(parsed).Select(method => method.Split(':')[0]))} instead.{hint}"
                : $"Found the unknown option {SafeText.Quoted(name)}. It belongs to the recipe: write --set {key.Path}=... instead.{hint}";
        string path = Path.Exists(word) ? $" If the file or folder of this name is meant, write ./{SafeText.Of(word)} instead." : "";
        return $"Found the unknown option {SafeText.Quoted(name)}.{hint}{path} {SeeHelp(command)}";
    }

    static string UnknownCommand(string word, Command command) => command.Subcommands.Count > 0
        ? $"Found the unknown command {SafeText.Quoted(word)}.{NearestName.Hint(word, command.Subcommands.Select(c => c.Name))} Expected {Names(command)}."
        : command.Arguments is [.., { Arity.MaximumNumberOfValues: 1 } only]
        ? $"Found {SafeText.Quoted(word)}, which {WholeName(command)} does not take: it takes one {only.HelpName ?? only.Name}. Run it once for each, or see {WholeName(command)} --help."
        : $"Found {SafeText.Quoted(word)}, which {WholeName(command)} does not take. {SeeHelp(command)}";

    static string Names(Command command)
    {
        string[] names = [.. command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name)];
        return $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }

    static string SeeHelp(Command command) => $"See {WholeName(command)} --help.";

    static string WholeName(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{WholeName(parent)} {command.Name}" : "longtail";
}
