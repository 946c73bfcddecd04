using System.Collections.Immutable;
using System.CommandLine;
using LongTail.Foundation;
using LongTail.Runs;

namespace LongTail.Cli.Commands;

/// <summary>The words of an option and what each stands for: one table for the option, for reading it and for every output that names it.</summary>
/// <typeparam name="T">What a word stands for.</typeparam>
/// <param name="name">Of the option.</param>
/// <param name="words">The first is the usual one.</param>
sealed class OptionWords<T>(string name, params ImmutableArray<(string Word, T Value)> words)
    where T : struct, Enum
{
    /// <summary>An option of these words.</summary>
    /// <param name="description">For help.</param>
    public Option<string> Option(string description)
    {
        Option<string> option = new(name) { Description = description, HelpName = string.Join('|', words.Select(word => word.Word)), DefaultValueFactory = _ => words[0].Word };
        option.CompletionSources.Add([.. words.Select(word => word.Word)]);
        return option;
    }

    /// <summary>What a word stands for.</summary>
    /// <exception cref="UsageException">It is none of them.</exception>
    public T Read(string written) => words.Where(word => word.Word == written).Select(word => (T?)word.Value).FirstOrDefault()
        ?? throw new UsageException($"Found {name} {SafeText.Quoted(written)}, expected {string.Join(" or ", words.Select(word => word.Word))}.");

    /// <summary>The word for it.</summary>
    public string Of(T value) => words.First(word => word.Value.Equals(value)).Word;
}

/// <summary>The options that are one word of a few.</summary>
static class OptionWords
{
    /// <summary>Where many, medium and few divide.</summary>
    public static OptionWords<GroupConvention> Groups { get; } = new("--groups", ("kang", GroupConvention.Kang), ("oltr", GroupConvention.Oltr));

    /// <summary>Which weights of a trained network.</summary>
    public static OptionWords<StoredWeights> Weights { get; } = new("--weights", ("last", StoredWeights.Last), ("best", StoredWeights.Best));
}
