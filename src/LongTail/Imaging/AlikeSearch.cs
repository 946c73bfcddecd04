namespace LongTail.Imaging;

/// <summary>Finds pictures that look alike among many, without comparing each with each: only those of nearly the same mean are.</summary>
static class AlikeSearch
{
    /// <summary>Groups of two or more: of each picture there is a way to each other one over pictures of which each is like the next, and of no picture outside.</summary>
    /// <param name="thumbnails">Null for what is not to be compared.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>For each group its pictures, the first given first, and beside each, but for the first, one that it is like. The nearest to the first in steps come first.</returns>
    public static List<AlikePicture[]> Groups(IReadOnlyList<Thumbnail?> thumbnails, CancellationToken cancel = default)
    {
        int[] order = [.. Enumerable.Range(0, thumbnails.Count).Where(i => thumbnails[i] is { HasContent: true }).OrderBy(i => thumbnails[i]!.Mean)];
        int[] parent = [.. Enumerable.Range(0, thumbnails.Count)];
        Dictionary<int, List<int>> likenesses = [];   // enough of them to hold each group together: as many as pictures, not as pairs
        for (int place = 0; place < order.Length; place++)
        {
            cancel.ThrowIfCancellationRequested();
            int own = order[place];
            Thumbnail thumbnail = thumbnails[own]!;
            for (int next = place + 1; next < order.Length && thumbnails[order[next]]!.Mean - thumbnail.Mean <= thumbnail.Reach; next++)
            {
                int other = order[next], root = RootOf(own), otherRoot = RootOf(other);
                if (root == otherRoot || !thumbnail.IsLike(thumbnails[other]!)) continue;
                parent[Math.Max(root, otherRoot)] = Math.Min(root, otherRoot);
                Of(own).Add(other);
                Of(other).Add(own);
            }
        }
        return [.. likenesses.Keys.Where(i => RootOf(i) == i).Order().Select(From)];

        int RootOf(int i)
        {
            while (parent[i] != i) i = parent[i] = parent[parent[i]];
            return i;
        }

        List<int> Of(int i) => likenesses.TryGetValue(i, out List<int>? known) ? known : likenesses[i] = [];

        AlikePicture[] From(int first)
        {
            List<AlikePicture> group = [new(first, null)];
            HashSet<int> seen = [first];
            for (int at = 0; at < group.Count; at++)
                foreach (int other in likenesses[group[at].Picture].Order())
                    if (seen.Add(other)) group.Add(new(other, group[at].Picture));
            return [.. group];
        }
    }
}

/// <summary>A picture of a group that look alike.</summary>
/// <param name="Picture">Its place in the order given.</param>
/// <param name="Like">That of one that it is like; null for the first of the group.</param>
readonly record struct AlikePicture(int Picture, int? Like);
