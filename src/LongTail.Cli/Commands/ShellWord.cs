using System.Text.RegularExpressions;
using LongTail.Foundation;

namespace LongTail.Cli.Commands;

/// <summary>Words of command lines, as the shells of this system take them.</summary>
static partial class ShellWord
{
    const string Plain = "-_./=:+,";

    /// <summary>A word that can be pasted into a shell and arrives as it is; on Windows but for $, % and backticks, which its shells replace within quotes.</summary>
    /// <param name="word">Control characters in it are shown, not kept.</param>
    public static string Of(string word) => Of(word, OperatingSystem.IsWindows());

    /// <inheritdoc cref="Of(string)"/>
    /// <param name="word">The word.</param>
    /// <param name="onWindows">Whether for the shells of Windows; otherwise for a POSIX shell.</param>
    internal static string Of(string word, bool onWindows)
    {
        if (word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter, StringComparison.Ordinal) || onWindows && letter == '\\')) return word;
        string safe = SafeText.Of(word, 400);
        return onWindows ? $"\"{BeforeQuotes().Replace(safe, "$1$1").Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : $"'{safe.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    // Programs for Windows take a backslash before a quote for its escape.
    [GeneratedRegex("""(\\+)(?="|$)""")]
    private static partial Regex BeforeQuotes();
}
