using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LongTail.Cli.Commands;
using LongTail.Cli.Display;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Pictures;
using LongTail.Results;

namespace LongTail.Cli.Reports;

/// <summary>What every JSON output has in common: accuracies are percentages, what is not a number is null, epochs count from 0.</summary>
static class JsonText
{
    const int Digits = 4, MostPending = 1 << 16;

    /// <remarks>The output is read by programs and people, never put into a web page as it is.</remarks>
    static readonly JsonWriterOptions s_readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One object with the program's version and this content.</summary>
    public static string Object(Action<Utf8JsonWriter> content)
    {
        StringBuilder text = new();
        using StringWriter output = new(text, CultureInfo.InvariantCulture);
        WriteObject(output, content);
        return text.ToString();
    }

    /// <summary>Writes the same object and a line end as it comes, without holding it whole where the content is passed on now and then (<see cref="PassOn"/>).</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> content)
    {
        WriteObject(output, content);
        output.WriteLine();
    }

    /// <summary>Passes on what was written, where it has become much.</summary>
    public static void PassOn(Utf8JsonWriter json)
    {
        if (json.BytesPending > MostPending) json.Flush();
    }

    static void WriteObject(TextWriter output, Action<Utf8JsonWriter> content)
    {
        using TextWriterStream bytes = new(output);
        using Utf8JsonWriter json = new(bytes, s_readable);
        json.WriteStartObject();
        json.WriteString("version", ProgramVersion.Text);
        content(json);
        json.WriteEndObject();
    }

    /// <summary>The accuracies, as properties of the object that is open.</summary>
    public static void WriteAccuracies(Utf8JsonWriter json, EvaluationResult evaluation, ClassCounts counts, GroupConvention convention)
    {
        GroupAccuracy groups = evaluation.Groups(counts, convention);
        Write(json, "top1", 100 * evaluation.Top1);
        Write(json, "top5", 100 * evaluation.Top5);
        Write(json, "balanced", 100 * evaluation.BalancedAccuracy);
        Write(json, "many", 100 * groups.Many);
        Write(json, "medium", 100 * groups.Medium);
        Write(json, "few", 100 * groups.Few);
    }

    /// <summary>What a stage chose by itself, where it chose something.</summary>
    public static void WriteChosen(Utf8JsonWriter json, ImmutableArray<ChosenSetting> chosen)
    {
        if (chosen.IsEmpty) return;
        json.WriteStartObject("chosen");
        foreach (ChosenSetting setting in chosen) json.WriteNumber(setting.Name, setting.Value);
        json.WriteEndObject();
    }

    /// <summary>Which classes of the data a network knows, where these are not all.</summary>
    public static void WriteSubset(Utf8JsonWriter json, ClassSubset? subset)
    {
        if (subset is null) return;
        json.WriteStartObject("subset");
        json.WriteString("group", Words.Group(subset));
        json.WriteString("groups", OptionWords.Groups.Of(subset.Convention));
        json.WriteEndObject();
    }

    /// <summary>Files and what is the matter with them.</summary>
    public static void WriteFiles(Utf8JsonWriter json, string name, ImmutableArray<LeftOut> files)
    {
        json.WriteStartArray(name);
        foreach (LeftOut file in files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteString("kind", file.Kind);
            json.WriteString("reason", file.Reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>A number with all its digits; null where it is none.</summary>
    public static void WriteExactly(Utf8JsonWriter json, string name, float value)
    {
        if (float.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }

    public static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, Math.Round(number, Digits));
        else json.WriteNull(name);
    }
}
