using System.Collections.Immutable;
using LongTail.Recipes;

namespace LongTail.Cli.Reproduce;

/// <summary>What --set may not change of a table or figure: what its rows and columns stand for.</summary>
static class FixedSettings
{
    /// <summary>The changes, all of which leave rows and columns what they are called.</summary>
    /// <param name="settings">As --set writes them.</param>
    /// <exception cref="UsageException">One does not.</exception>
    /// <exception cref="LongTail.Foundation.RecipeException">One is not well-formed.</exception>
    public static ImmutableArray<string> Without(ImmutableArray<string> settings)
    {
        foreach ((string path, DraftEntry entry) in RecipeSetting.Apply(RecipeDraft.Empty, settings, Caller.CommandLine).Entries.OrderBy(said => said.Key, StringComparer.Ordinal))
            if (RemedyFor(path) is { } remedy)
                throw new UsageException($"Found {entry.Source}, by which the numbers would not be of what the table or figure says they are of. {remedy}");
        return settings;
    }

    static string? RemedyFor(string path) => path switch
    {
        _ when path.StartsWith("method.", StringComparison.Ordinal) => "To train a method with other settings, use longtail compare.",
        "data.set" or "data.profile" or "data.ratio" or "data.tailFraction" or "data.power" or "data.largest" or "data.smallest" => "Choose data sets and ratios by --columns.",
        "sampling" or "network.head" or "network.scale" or "augmentation.mix" or "augmentation.mixAlpha" or "augmentation.mixProbability" =>
            "Rows differ by how images are drawn and mixed and by the head. To train methods with another sampling, head or mix, use longtail compare.",
        "epochs" => "To train shorter, write --scale.",
        "seed" => "Write --seeds.",
        "name" or "about" => "Leave it out: recipes are named after rows and columns.",
        _ => null,
    };
}
