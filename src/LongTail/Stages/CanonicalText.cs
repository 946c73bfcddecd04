using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using LongTail.Foundation;

namespace LongTail.Stages;

/// <summary>Writes a value as text in which equal contents always give equal text.</summary>
/// <remarks>Property names are sorted, so moving a property in the source retrains nothing; type names are without namespace, so moving a type does not either.</remarks>
static class CanonicalText
{
    public static string Of(object? value)
    {
        StringBuilder text = new();
        Write(value, text);
        return text.ToString();
    }

    static void Write(object? value, StringBuilder into)
    {
        switch (value)
        {
            case null: into.Append("null"); break;
            case string s: into.Append(JsonSerializer.Serialize(s)); break;
            case bool b: into.Append(b ? "true" : "false"); break;
            case Enum e: into.Append(e); break;
            case IFormattable number and IConvertible: into.Append(number.ToString(null, CultureInfo.InvariantCulture)); break;
            case IEnumerable items: WriteItems(items, into); break;
            default: WriteRecord(value, into); break;
        }
    }

    static void WriteItems(IEnumerable items, StringBuilder into)
    {
        into.Append('[');
        foreach (object? item in items)
        {
            Write(item, into);
            into.Append(',');
        }
        into.Append(']');
    }

    static void WriteRecord(object value, StringBuilder into)
    {
        into.Append(NameOf(value.GetType())).Append('{');
        foreach (PropertyInfo property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            if (property.GetIndexParameters().Length > 0 || property.IsDefined(typeof(NotInKeyAttribute))) continue;
            object? content = property.GetValue(value);
            if (property.IsDefined(typeof(OmittedFromKeyWhenDefaultAttribute)) && IsDefault(content, property.PropertyType)) continue;
            into.Append(property.Name).Append(':');
            Write(content, into);
            into.Append(';');
        }
        into.Append('}');
    }

    // Where null is allowed, zero and false are choices; an array that was never set counts as an empty one.
    static bool IsDefault(object? value, Type declared) => value switch
    {
        null => true,
        ValueType part when Nullable.GetUnderlyingType(declared) is null && part.Equals(Activator.CreateInstance(part.GetType())) => true,
        ICollection items => items.Count == 0,
        _ => false,
    };

    static string NameOf(Type type) => type.DeclaringType is { } outer ? $"{NameOf(outer)}.{type.Name}" : type.Name;
}
