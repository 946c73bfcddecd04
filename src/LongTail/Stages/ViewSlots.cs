using LongTail.Data;

namespace LongTail.Stages;

/// <summary>Gives each view of each image that is seen for the first time the next slot of a memory, until it is full.</summary>
/// <param name="images">Images there are.</param>
/// <param name="viewsPerImage">Different views of each.</param>
/// <param name="capacity">Slots.</param>
sealed class ViewSlots(int images, int viewsPerImage, int capacity)
{
    // One number for each view of each image: 0 until it is seen, then its slot + 1.
    readonly int[] _slots = new int[checked(images * viewsPerImage)];
    int _used;

    /// <summary>Rows that were found so far.</summary>
    public long Found { get; private set; }

    /// <summary>Rows that were not.</summary>
    public long NotFound { get; private set; }

    /// <summary>Where the rows of a batch are, or will be once its unseen rows are put there.</summary>
    /// <returns>
    /// One slot for each row, 0 in place of those that found no room; and the rows to be asked about, in order. The first <c>Kept</c> of
    /// these are for the slots <c>FirstFree</c>, <c>FirstFree + 1</c> and so on; there is no room for the others.
    /// </returns>
    public (long[] Slots, List<long> Unseen, int FirstFree, int Kept) Place(BatchViews views)
    {
        long[] slots = new long[views.Images.Length];
        List<long> unseen = [];
        int firstFree = _used;
        for (int row = 0; row < slots.Length; row++)
        {
            ref int slot = ref _slots[views.Images[row] * viewsPerImage + views.Views[row]];
            if (slot == 0)
            {
                unseen.Add(row);
                if (_used == capacity) continue;
                slot = ++_used;
            }
            slots[row] = slot - 1;
        }
        Found += slots.Length - unseen.Count;
        NotFound += unseen.Count;
        return (slots, unseen, firstFree, _used - firstFree);
    }
}
