using System.Text.Json;
using LongTail.Foundation;
using LongTail.Recipes;
using LongTail.Stages;

namespace LongTail.Cli.Compare;

/// <summary>A row of a comparison: a method with its settings, on the data, network and schedule that all rows share.</summary>
/// <param name="Choice">As asked for.</param>
/// <param name="Recipe">With the recipe's own seeds.</param>
sealed record ComparedMethod(MethodChoice Choice, Recipe Recipe)
{
    const string Section = "method", Name = "method.name", Set = "data.set";

    public string Label => Choice.Label;

    /// <summary>Whose settings hold where none are written: the one asked for, or the fair one where no other is known.</summary>
    public required Preset Preset { get; init; }

    /// <summary>The recipe that the rows share, without its method.</summary>
    /// <param name="nameOrPath">Of the recipe.</param>
    /// <param name="settings">Changes to it.</param>
    /// <param name="choices">The methods, for an example.</param>
    /// <exception cref="RecipeException">There is no such recipe, or a change is not well-formed.</exception>
    /// <exception cref="UsageException">A change belongs to a method.</exception>
    public static RecipeDraft Shared(string nameOrPath, IEnumerable<string> settings, IEnumerable<MethodChoice> choices)
    {
        RecipeDraft draft = RecipeReader.Read(nameOrPath, Caller.CommandLine);
        draft = draft with { Entries = draft.Entries.RemoveRange(OfMethod(draft)) };
        draft = RecipeSetting.Apply(draft, settings, Caller.CommandLine);
        return OfMethod(draft).FirstOrDefault() is not { } path ? draft
            : throw new UsageException($"Found {draft.Entries[path].Source}, which belongs to one method. {(path == Name ? "Write the methods as arguments, such as longtail compare kd bkd." : $"Write it behind the method's name, such as {Example(RecipeSchema.Find(path)!, choices.Select(choice => choice.Entry.Name))}.")}");
    }

    /// <summary>Puts a method into the shared recipe.</summary>
    /// <param name="choice">The method.</param>
    /// <param name="preset">Gives the settings that were not written, as they are on the recipe's data set.</param>
    /// <param name="shared">See <see cref="Shared"/>.</param>
    /// <param name="source">Names the recipe in messages.</param>
    /// <exception cref="UsageException">The method has no such setting.</exception>
    /// <exception cref="RecipeException">The settings do not fit.</exception>
    public static ComparedMethod Of(MethodChoice choice, Preset preset, RecipeDraft shared, string source)
    {
        string method = choice.Entry.Name;
        RecipeDraft draft = shared.With(RecipeSchema.Find(Name)!, new(JsonSerializer.SerializeToElement(method), source));
        foreach ((string path, string json) in MethodSettings.ValuesOf(preset.Of(choice.Entry.On(shared.TextAt(Set) ?? ""))))
            draft = draft.With(RecipeSchema.Find(path)!, new(JsonElement.Parse(json), $"preset {preset.Name} of {method}"));
        draft = WithoutContradiction(draft, choice, source);
        foreach ((string name, string value) in choice.Settings)
            draft = RecipeSetting.Apply(draft, KeyOf(name, choice), value, SafeText.Of(choice.Label));
        return new(choice, RecipeBinder.Bind(draft.Complete(source)) with { Name = SafeText.Of(choice.Label) }) { Preset = preset.For(choice.Entry) };
    }

    // A tau that is written is the one that counts, whatever a preset chooses it by.
    static RecipeDraft WithoutContradiction(RecipeDraft draft, MethodChoice choice, string source)
    {
        const string tau = "tau", from = "tauFrom", given = "given";
        if (!choice.Settings.Any(setting => setting.Name == tau) || RecipeSchema.Find($"{Section}.{from}") is not { } key || draft.TextAt(key.Path) is null) return draft;
        if (choice.Settings.Any(setting => setting.Name == from && setting.Value != given))
            throw new UsageException($"Found {tau} and {from} in {SafeText.Quoted(choice.Label)}, expected one of them: leave {tau} out, and it is chosen; leave {from} out, and it is the one that is written.");
        return draft.With(key, new(JsonSerializer.SerializeToElement(given), source));
    }

    static RecipeKey KeyOf(string setting, MethodChoice choice)
    {
        string[] known = [.. MethodSettings.ValuesOf(choice.Entry.Method).Select(value => RecipeSchema.Find(value.Path)!.Leaf)];
        return known.Contains(setting) ? RecipeSchema.Find($"{Section}.{setting}")!
            : throw new UsageException($"Found the unknown setting {SafeText.Quoted(setting)} of {choice.Entry.Name}.{NearestName.Hint(setting, known)} "
                + (known.Length == 0 ? $"{choice.Entry.Name} has none." : $"Expected {string.Join(" or ", known)}."));
    }

    static IEnumerable<string> OfMethod(RecipeDraft draft) => draft.Entries.Keys.Where(path => path.StartsWith(Section + ".", StringComparison.Ordinal));

    /// <summary>How a setting is written: behind one of the methods asked for that has it, else behind any.</summary>
    /// <param name="key">The setting.</param>
    /// <param name="asked">Names of methods.</param>
    public static string Example(RecipeKey key, IEnumerable<string> asked) =>
        $"{asked.FirstOrDefault(name => key.OnlyFor!.Values.Contains(name)) ?? key.OnlyFor!.Values[0]}:{key.Leaf}=VALUE";
}
