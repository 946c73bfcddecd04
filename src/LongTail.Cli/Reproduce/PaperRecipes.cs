using System.Collections.Immutable;
using System.Globalization;
using LongTail.Cli.Commands;
using LongTail.Data;
using LongTail.Methods;
using LongTail.Recipes;
using LongTail.Stages;

namespace LongTail.Cli.Reproduce;

/// <summary>The paper's training of a method on a data set, shortened and changed as asked.</summary>
/// <param name="Scale">Factor on the epochs of every schedule, in (0, 1].</param>
/// <param name="Seeds">Each network once for each.</param>
/// <param name="Settings">Further changes to each recipe, as --set writes them; see <see cref="FixedSettings"/>.</param>
/// <param name="Changed">The last change, such as another precision.</param>
sealed record PaperRecipes(double Scale, ImmutableArray<int> Seeds, ImmutableArray<string> Settings, Func<Recipe, Recipe> Changed)
{
    // Of one epoch nothing could be deferred.
    const int FewestEpochs = 2;

    /// <summary>Whether a data set, as in <see cref="Experiment.Columns"/>, is of photographs in files.</summary>
    public static bool IsOfPhotographs(string column) => PictureSets.Names.Contains(column);

    int Scaled(int epochs) => Math.Max(FewestEpochs, (int)Math.Round((decimal)Scale * epochs, MidpointRounding.AwayFromZero));

    /// <summary>One recipe per seed.</summary>
    /// <param name="column">Such as "cifar10-lt-100".</param>
    /// <param name="method">Name in the catalog.</param>
    /// <param name="more">Settings of the method, as --set writes them.</param>
    public IEnumerable<Recipe> Of(string column, string method, params ImmutableArray<string> more)
    {
        string name = $"{column}-{method}";
        bool hasOwn = RecipeLibrary.Names.Contains(name);
        string written = hasOwn ? name : $"{column}-ce";
        int epochs = Scaled(CommonOptions.Recipe(written, []).Whole("epochs"));
        Recipe bound = RecipeBinder.Bind(CommonOptions.Recipe(written, [string.Create(CultureInfo.InvariantCulture, $"epochs={epochs}"), .. more, .. Settings]));
        Recipe recipe = Changed(hasOwn ? bound : bound with { Name = name, Method = PaperMethod(method, bound.Data.Set) });
        return Seeds.Select(seed => recipe with { Seed = seed });
    }

    static Method PaperMethod(string name, string set)
    {
        MethodEntry entry = MethodCatalog.All.Single(known => known.Name == name).On(set);
        return entry.Paper ?? entry.Method;
    }
}
