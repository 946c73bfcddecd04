using LongTail.Foundation;

namespace LongTail.Losses;

/// <summary>Classes in three groups of about equally many classes, by how many images they have.</summary>
public static class ClassThirds
{
    /// <summary>Head, medium and tail classes: a third of the classes, rounded down, in head and tail each; 33, 34 and 33 of 100.</summary>
    /// <param name="counts">Training images per class; classes of one size are taken in the order of their labels.</param>
    /// <returns>[G, C], 1 where the class is of the group and 0 elsewhere; the largest classes are in the first group. Three groups from three classes on, else one.</returns>
    public static float[,] Of(ClassCounts counts)
    {
        int[] labels = [.. Enumerable.Range(0, counts.Classes).OrderByDescending(label => counts[label])];   // stable
        int third = labels.Length / 3;
        float[,] members = new float[third == 0 ? 1 : 3, labels.Length];
        for (int place = 0; place < labels.Length; place++)
            members[third == 0 || place < third ? 0 : place < labels.Length - third ? 1 : 2, labels[place]] = 1;
        return members;
    }
}
