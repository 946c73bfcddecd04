using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Augmentation;

/// <summary>Draws the view of every image of a batch; all views are equally likely.</summary>
sealed class ViewDraw(int padding, bool flip, Seed seed)
{
    /// <summary>True when images are seen as they are.</summary>
    public bool HasOneViewOnly => padding == 0 && !flip;

    /// <summary>A view's place among all views, from 0 on.</summary>
    public int NumberOf(View view) => (view.Top * (2 * padding + 1) + view.Left) * (flip ? 2 : 1) + (view.Mirrored ? 1 : 0);

    /// <summary>One view per image.</summary>
    public View[] Of(BatchDraw draw)
    {
        CounterRandom crops = seed.For("crop", draw.Epoch), flips = seed.For("flip", draw.Epoch);
        int offsets = 2 * padding + 1;
        View[] views = new View[draw.Indices.Length];
        for (int i = 0; i < views.Length; i++)
        {
            // 32 bits for the image, the rest for the occurrence: no two draws of an epoch share a position.
            ulong position = ((ulong)draw.Occurrences[i] << 32) | (uint)draw.Indices[i];
            (int top, int left) = Math.DivRem(crops.Below(position, offsets * offsets), offsets);
            views[i] = new(top, left, flip && flips.Below(position, 2) == 1);
        }
        return views;
    }
}
