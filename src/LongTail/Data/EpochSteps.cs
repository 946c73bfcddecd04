namespace LongTail.Data;

/// <summary>How the images of an epoch are shared out among its steps.</summary>
/// <remarks>
/// Full batches and a last one with what is left, as PyTorch's loader does it. Where that would be a single image or less than a sixteenth of a batch,
/// the last two share their images: batch normalisation over so few, at the full learning rate, throws the network off in every epoch.
/// </remarks>
/// <param name="Images">In an epoch, from each stream.</param>
/// <param name="BatchSize">Images per step at most, 1 or more.</param>
readonly record struct EpochSteps(int Images, int BatchSize)
{
    const int Least = 16;   // of a batch, a last one has a sixteenth: so the sets of the paper are cut as the released loaders cut them, but iNaturalist 2018 in batches of 256 (9 images are left) and ImageNet-LT in batches of 128 (6)

    /// <summary>How many.</summary>
    public int Count => (int)(((long)Images + BatchSize - 1) / BatchSize);

    /// <summary>The images of a step, as places in the epoch's order.</summary>
    /// <param name="step">0 to <see cref="Count"/> - 1.</param>
    public (int Start, int End) Of(int step)
    {
        int start = step * BatchSize, count = Count, left = Images % BatchSize;
        bool share = count > 1 && left > 0 && (left == 1 || (long)left * Least < BatchSize);
        if (!share || step < count - 2) return (start, (int)Math.Min((long)start + BatchSize, Images));
        int first = (count - 2) * BatchSize, middle = first + (Images - first + 1) / 2;
        return step == count - 2 ? (first, middle) : (middle, Images);
    }
}
