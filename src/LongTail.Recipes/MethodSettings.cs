using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Stages;

namespace LongTail.Recipes;

/// <summary>The settings of the catalog's methods as keys of a recipe: each public property that can be set is one, so a new method needs no line here.</summary>
static class MethodSettings
{
    /// <summary>Stands for "no other network than the recipe's".</summary>
    public const string Same = "same";

    const string Name = "method.name", Set = "data.set";

    /// <summary>One key for each name of a setting; methods that share the name share the key, each with its own default.</summary>
    public static ImmutableArray<RecipeKey> Keys { get; } =
    [
        .. MethodCatalog.All.SelectMany(entry => SettingsOf(entry.Method).Select(setting => (Entry: entry, Setting: setting)))
            .GroupBy(item => PathOf(item.Setting))
            .Select(group => new RecipeKey(group.Key, RuleOf([.. group.Select(item => item.Setting)]), null)
            {
                OnlyFor = new(Name, [.. group.Select(item => item.Entry.Name)]),
                Defaults = group.ToImmutableDictionary(item => item.Entry.Name, item => TextOf(item.Setting.GetValue(item.Entry.Method))),
            }),
    ];

    /// <summary>The method a recipe names, with the recipe's settings.</summary>
    /// <param name="from">Where the values are.</param>
    /// <param name="network">Of the recipe, for settings that name another one like it.</param>
    public static Method Bind(CompleteRecipe from, ResidualNetwork network) =>
        SettingsOf(EntryOf(from).Method).Aggregate(EntryOf(from).Method, (method, setting) => With(method, setting, from.Values[PathOf(setting)], network));

    /// <summary>What holds of a method's setting when nothing is said: what compare has on the same data set, where BKD is deferred on CIFAR-10. Null for other keys.</summary>
    /// <param name="key">Any key.</param>
    /// <param name="values">With the names of method and data set, where it is a method's.</param>
    public static string? DefaultOf(RecipeKey key, IReadOnlyDictionary<string, JsonElement> values) => key.OnlyFor?.Path != Name ? null
        : ValuesOf(MethodCatalog.All.Single(entry => entry.Name == values[Name].GetString()).On(values[Set].GetString()!).Method).Single(value => value.Path == key.Path).Json;

    /// <summary>Why the method does not take one of its settings, in the library's words; null when it takes all.</summary>
    public static (string Path, string Fault)? FaultOf(CompleteRecipe from)
    {
        foreach (PropertyInfo setting in SettingsOf(EntryOf(from).Method))
            try
            {
                With(EntryOf(from).Method, setting, from.Values[PathOf(setting)], new CifarResNet { Depth = 32 });
            }
            catch (RecipeException fault)
            {
                return (PathOf(setting), char.ToLowerInvariant(fault.Message[0]) + fault.Message[1..]);
            }
        return null;
    }

    /// <summary>The settings of a method as a recipe has them: key paths and JSON texts, in the order they are declared.</summary>
    public static IEnumerable<(string Path, string Json)> ValuesOf(Method method) =>
        SettingsOf(method).Select(setting => (PathOf(setting), TextOf(setting.GetValue(method))));

    /// <summary>What can be set of a method, in the order it is declared.</summary>
    public static IEnumerable<PropertyInfo> SettingsOf(Method method) =>
        method.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null);

    static MethodEntry EntryOf(CompleteRecipe from) => MethodCatalog.All.Single(entry => entry.Name == from.Text(Name));

    static string PathOf(PropertyInfo setting) => "method." + JsonNamingPolicy.CamelCase.ConvertName(setting.Name);

    // Records copy themselves before an init property is set, as "with" does.
    static Method With(Method method, PropertyInfo setting, JsonElement value, ResidualNetwork network)
    {
        try
        {
            object copy = method.GetType().GetMethod("<Clone>$")!.Invoke(method, null)!;
            setting.SetValue(copy, ValueOf(value, setting.PropertyType, network));
            return (Method)copy;
        }
        catch (TargetInvocationException e) when (e.InnerException is RecipeException fault)
        {
            throw new RecipeException(fault.Message, fault);
        }
    }

    static object? ValueOf(JsonElement value, Type type, ResidualNetwork network) =>
        type == typeof(double) ? value.GetDouble()
        : type == typeof(int) ? (int)value.GetDouble()
        : type == typeof(bool) ? value.GetBoolean()
        : type.IsEnum ? EnumOf(value.GetString()!, type)
        : type == typeof(NetworkSpec) ? value.GetString() == Same ? null : NetworkName.Like(value.GetString()!, network)
        : throw Unknown(type);

    static object EnumOf(string word, Type type) =>
        Enum.GetNames(type).FirstOrDefault(name => Kebab(name) == word) is { } found ? Enum.Parse(type, found)
        : throw new RecipeException($"Found \"{word}\", expected {new ChoiceRule([.. Enum.GetNames(type).Select(Kebab)]).Expected}.");

    static string TextOf(object? value) => value switch
    {
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        int number => number.ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        Enum choice => $"\"{Kebab(choice.ToString())}\"",
        ResidualNetwork other => $"\"{NetworkName.Of(other)}\"",
        null => $"\"{Same}\"",
        _ => throw Unknown(value.GetType()),
    };

    static ValueRule RuleOf(ImmutableArray<PropertyInfo> sharing)
    {
        Type type = sharing[0].PropertyType;
        if (type.IsEnum) return new ChoiceRule([.. sharing.SelectMany(setting => Enum.GetNames(setting.PropertyType)).Select(Kebab).Distinct()]);
        return sharing.Any(setting => setting.PropertyType != type) ? throw new InvalidOperationException($"Found {PathOf(sharing[0])} with two types, expected one.")
            : type == typeof(double) ? new NumberRule(double.MinValue, double.MaxValue)
            : type == typeof(int) ? new WholeRule(int.MinValue)
            : type == typeof(bool) ? new FlagRule()
            : type == typeof(NetworkSpec) ? new OtherNetworkRule(Same)
            : throw Unknown(type);
    }

    static InvalidOperationException Unknown(Type type) =>
        new($"Found a setting of type {type.Name}, expected double, int, bool, an enum or NetworkSpec.");

    static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
