namespace LongTail.Imaging;

/// <summary>Finds pictures that look alike among many, without comparing each with each: only those of nearly the same mean are.</summary>
static class AlikeSearch
{
    /// <summary>Groups of two or more. The first of a group, in the order given, is like every other of it; a picture is in one group at most.</summary>
    /// <param name="thumbnails">Null for what could not be drawn.</param>
    /// <param name="cancel">Stops.</param>
    public static List<int[]> Groups(IReadOnlyList<Thumbnail?> thumbnails, CancellationToken cancel = default)
    {
        int[] order = [.. Enumerable.Range(0, thumbnails.Count).Where(i => thumbnails[i] is { HasContent: true }).OrderBy(i => thumbnails[i]!.Mean)];
        List<int>?[] like = new List<int>?[thumbnails.Count];
        Parallel.For(0, order.Length, new() { CancellationToken = cancel }, place =>
        {
            int own = order[place];
            Thumbnail thumbnail = thumbnails[own]!;
            List<int> found = [];
            for (int other = place - 1; other >= 0 && thumbnail.Mean - thumbnails[order[other]]!.Mean <= thumbnail.Reach; other--) Compare(order[other]);
            for (int other = place + 1; other < order.Length && thumbnails[order[other]]!.Mean - thumbnail.Mean <= thumbnail.Reach; other++) Compare(order[other]);
            if (found.Count > 0) like[own] = found;

            void Compare(int other)
            {
                if (other > own && thumbnail.IsLike(thumbnails[other]!)) found.Add(other);
            }
        });

        List<int[]> groups = [];
        bool[] taken = new bool[thumbnails.Count];
        for (int i = 0; i < like.Length; i++)
        {
            if (taken[i] || like[i] is not { } found) continue;
            int[] rest = [.. found.Where(other => !taken[other]).Order()];
            if (rest.Length == 0) continue;
            foreach (int other in rest) taken[other] = true;
            groups.Add([i, .. rest]);
        }
        return groups;
    }
}
