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
        ImmutableArray<string> names = [.. DataFile.Lines(file, "a name on each line; check data.classes and --data").Reverse().SkipWhile(string.IsNullOrWhiteSpace).Reverse()];
        if (names.Length != classes)
            throw new DataException($"Found {names.Length} line(s) in {file}, expected {classes}: the name of each class of the training list on a line of its own, that of label 0 first. Correct it, or leave data.classes out.");
        ClassNameRules.Check(names, file);
        return names;
    }
}
