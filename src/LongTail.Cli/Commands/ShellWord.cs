using LongTail.Foundation;

namespace LongTail.Cli.Commands;

/// <summary>Words of command lines, as the shells of this system take them.</summary>
static class ShellWord
{
    const string Plain = "-_./=:+";

    /// <summary>A word that can be pasted into a shell and arrives as it is.</summary>
    /// <param name="word">Control characters in it are shown, not kept.</param>
    public static string Of(string word) => Of(word, OperatingSystem.IsWindows());

    /// <inheritdoc cref="Of(string)"/>
    /// <param name="word">The word.</param>
    /// <param name="onWindows">For Command Prompt and PowerShell, which parts words at commas; otherwise for a POSIX shell.</param>
    internal static string Of(string word, bool onWindows)
    {
        string more = onWindows ? "\\" : ",";
        if (word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter, StringComparison.Ordinal) || more.Contains(letter, StringComparison.Ordinal))) return word;
        string safe = SafeText.Of(word, 400);
        return onWindows ? $"\"{safe.Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : $"'{safe.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    /// <summary>What to say of a word that nothing takes, where it looks like a part of one that PowerShell parted at its commas; empty otherwise.</summary>
    /// <param name="word">The word, such as "1" of 0,1,2 or "beta=0.9" of bkd:temperature=4,beta=0.9.</param>
    public static string Hint(string word) => Hint(word, OperatingSystem.IsWindows());

    internal static string Hint(string word, bool onWindows) =>
        onWindows && (word.Contains('=', StringComparison.Ordinal) || word.All(letter => char.IsAsciiDigit(letter) || letter == '-')) ? " In PowerShell, put a word with commas in quotes." : "";
}
