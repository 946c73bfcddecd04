using LongTail.Foundation;

namespace LongTail.Stages;

/// <summary>An objective with a setting that not all class sizes allow.</summary>
public interface ILimitedByCounts
{
    /// <summary>Sees that it fits, before anything is trained.</summary>
    /// <param name="counts">Training images per class.</param>
    /// <exception cref="RecipeException">It does not.</exception>
    void Check(ClassCounts counts);
}
