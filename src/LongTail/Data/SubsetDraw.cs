using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>Chooses which images of each class stay. With seed 0 and <see cref="ExponentialProfile"/>, the published subsets of CIFAR image for image.</summary>
/// <remarks>
/// As imbalance_cifar.py of Cao et al. 2019 does it: one numpy generator; for each class in ascending order its images, in file order, are shuffled
/// and the first n_i taken. Another subset alone can move the accuracy by more than a point, so the seed belongs to every claim.
/// </remarks>
static class SubsetDraw
{
    /// <summary>Positions of the chosen images, class after class.</summary>
    /// <param name="labels">One label per image, [N].</param>
    /// <param name="keep">Images to keep of each class, [C], no more than there are.</param>
    /// <param name="seed">0 for the published subsets.</param>
    /// <exception cref="RecipeException">The seed is negative, which numpy's generator does not know.</exception>
    public static int[] Indices(ImmutableArray<int> labels, ReadOnlySpan<int> keep, int seed)
    {
        if (seed < 0) throw new RecipeException($"Found subset seed {seed}, expected 0 or more; 0 is the published subset.");
        NumpyLegacyRandom random = new((uint)seed);
        List<int> chosen = [];
        int[][] images = ImagesOfEachClass.In(labels, keep.Length);
        for (int label = 0; label < keep.Length; label++)
        {
            random.Shuffle<int>(images[label]);
            chosen.AddRange(images[label].AsSpan(0, keep[label]));
        }
        return [.. chosen];
    }
}
