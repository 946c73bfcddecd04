using System.Collections.Immutable;

namespace LongTail.Runs;

/// <summary>Files of one picture.</summary>
/// <param name="AreEqual">Byte for byte; otherwise to the eye.</param>
/// <param name="First">One of them, below the data folder.</param>
/// <param name="Others">One or more, each with one that it equals, or looks like.</param>
/// <param name="InTwoClasses">Not all of them have one label: at least one label is wrong.</param>
/// <param name="Parts">Those they lie in, of training, test and validation: of more than one, what is measured is too good.</param>
/// <param name="Example">Two of them that are equal, or look alike: of two classes or parts, where not all are of one.</param>
public sealed record RepeatedPictures(bool AreEqual, string First, ImmutableArray<(string Path, string Like)> Others, bool InTwoClasses, ImmutableArray<string> Parts, (string One, string Other) Example)
{
    /// <summary>All of them.</summary>
    public IEnumerable<string> Paths => Others.Select(other => other.Path).Prepend(First);

    /// <summary>In few words.</summary>
    public string Kind => (AreEqual ? "equal files" : "look alike") + (InTwoClasses ? ", two classes" : Parts.Length > 1 ? $", {string.Join(" and ", Parts)}" : "");
}
