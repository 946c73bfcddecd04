using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using LongTail.Foundation;

namespace LongTail.Tests.House;

/// <summary>Messages are read by scripts, and searched for: the numbers in them are written in one way, wherever the program runs.</summary>
public sealed partial class CultureTests
{
    // Each is refused by some of the setters; a number that a setter takes says nothing.
    static readonly double[] s_odd = [-1.5, 1.5, 1e30, 0.5];

    public static TheoryData<string> Types { get; } = [.. Refusing.Select(type => type.FullName!)];

    static IEnumerable<Type> Refusing => typeof(RecipeException).Assembly.GetExportedTypes()
        .Where(type => !type.IsAbstract && type.GetConstructor([]) is not null && Numbers(type).Any());

    [Fact]
    public void There_are_setters_to_ask() => Assert.InRange(Refusing.Count(), 10, 1000);

    [Theory, MemberData(nameof(Types))]
    public void What_a_setter_refuses_is_told_with_a_point_under_a_culture_that_writes_commas(string name)
    {
        Type type = typeof(RecipeException).Assembly.GetType(name, throwOnError: true)!;
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = WithCommas();
        try
        {
            foreach (PropertyInfo property in Numbers(type))
                foreach (double value in s_odd)
                    if (Refusal(type, property, value) is { } message)
                        Assert.False(Comma().IsMatch(message), $"{property.Name}: {message}");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    static string? Refusal(Type type, PropertyInfo property, double value)
    {
        try
        {
            property.SetValue(Activator.CreateInstance(type), value);
            return null;
        }
        catch (TargetInvocationException refused)
        {
            return refused.InnerException is ArgumentOutOfRangeException { InnerException: null } argument ? argument.Message.Split('\n')[0] : refused.InnerException!.Message;
        }
    }

    static IEnumerable<PropertyInfo> Numbers(Type type) => type.GetProperties().Where(property => property.PropertyType == typeof(double) && property.SetMethod is { IsPublic: true });

    // German numbers, also where no culture but the invariant one is installed.
    static CultureInfo WithCommas()
    {
        CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        return culture;
    }

    [GeneratedRegex(@"\d,\d")]
    private static partial Regex Comma();
}
