using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>Cuts a set to a long tail.</summary>
public static class LongTailCut
{
    const int Shown = 5;

    /// <summary>The images that stay, class after class; the set itself, in its own order, for <see cref="AsItIs"/>.</summary>
    /// <param name="images">The training images.</param>
    /// <param name="profile">How many of each class.</param>
    /// <param name="seed">Which ones; see <see cref="SubsetDraw"/>.</param>
    /// <exception cref="DataException">There is one class only, or a class has no image before or after the cut, or fewer than the profile asks for.</exception>
    public static ImageSet Of(ImageSet images, LongTailProfile profile, int seed)
    {
        if (images.Counts.Classes < 2)
            throw new DataException($"Found one class in the training images, {images.ClassNames[0]}, expected at least two: there is nothing to tell apart. Add a class.");
        int[] available = [.. images.Counts.ToImmutableArray()];
        CheckNoneEmpty(images, available, "among the training images. Add some, or drop the class.");
        if (profile is AsItIs) return images;
        int[] keep = profile.Keep(available);
        CheckNoneEmpty(images, keep, "after the cut. Choose a smaller imbalance ratio or a larger largest class.");
        return images.Select(SubsetDraw.Indices(images.Labels, keep, seed));
    }

    static void CheckNoneEmpty(ImageSet images, int[] counts, string whereAndWhatToDo)
    {
        string[] empty = [.. counts.Index().Where(item => item.Item == 0).Select(item => $"{images.ClassNames[item.Index]} (label {item.Index})")];
        if (empty.Length > 0)
            throw new DataException($"Found no image of {string.Join(", ", empty.Take(Shown))}{(empty.Length > Shown ? $" and {empty.Length - Shown} more" : "")}, expected at least one {whereAndWhatToDo}");
    }
}
