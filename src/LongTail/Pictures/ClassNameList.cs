using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Pictures;

/// <summary>A file with the name of a class on each line, that of label 0 first: what a list of paths and numbers does not tell.</summary>
static class ClassNameList
{
    /// <summary>Reads one.</summary>
    /// <param name="file">The names.</param>
    /// <param name="classes">How many there must be.</param>
    /// <exception cref="DataException">It cannot be read, has more or fewer lines, or names that a reader cannot tell apart.</exception>
    public static ImmutableArray<string> Read(string file, int classes)
    {
        ImmutableArray<string> names = [.. Lines(file).Reverse().SkipWhile(string.IsNullOrWhiteSpace).Reverse()];
        if (names.Length != classes)
            throw new DataException($"Found {names.Length} line(s) in {file}, expected {classes}: the name of each class of the training list on a line of its own, that of label 0 first. Correct it, or leave data.classes out.");
        ClassNameRules.Check(names, file);
        return names;
    }

    static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"Found no readable list of class names {file} ({fault.Message}), expected a name on each line. Check data.classes and --data.", fault);
        }
    }
}
