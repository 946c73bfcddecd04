using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Reproduce;

/// <summary>Columns of an experiment that were made before into the same folder, so that a table fills up when it is made one data set at a time.</summary>
static class EarlierColumns
{
    /// <summary>The networks of all other columns of which each network is there, trained alike: as long, with the same seeds and with those of the changes that its data set takes.</summary>
    /// <param name="experiment">With its columns.</param>
    /// <param name="chosen">Columns that are made now.</param>
    /// <param name="recipes">How.</param>
    /// <param name="find">Finds finished stages.</param>
    public static ImmutableArray<(Cell Cell, StageResult Result)> Of(Experiment experiment, ImmutableArray<string> chosen, PaperRecipes recipes, Func<IEnumerable<Stage>, ImmutableArray<StageResult?>> find)
    {
        return
        [
            .. experiment.Columns.Except(chosen).Select(column => CellsOf(column, experiment, recipes))
                .Select(cells => cells.Zip(find(cells.Select(cell => cell.Recipe.Method.Plan(cell.Recipe)))).ToArray())
                .Where(column => column.All(pair => pair.Second is not null))
                .SelectMany(column => column.Select(pair => (pair.First, pair.Second!))),
        ];
    }

    // A change that other data sets do not take, such as packed pictures beside CIFAR, was not made to them. Some belong together, and are taken together or not: of all, the most that are.
    static ImmutableArray<Cell> CellsOf(string column, Experiment experiment, PaperRecipes recipes)
    {
        const int mostTried = 10;
        ImmutableArray<string> all = recipes.Settings;
        if (all.Length > mostTried) return With(all) ?? [];
        return Enumerable.Range(0, 1 << all.Length).OrderByDescending(int.PopCount).Select(some => With([.. all.Where((_, i) => (some >> i & 1) == 1)])).FirstOrDefault(cells => cells is not null) ?? [];

        ImmutableArray<Cell>? With(ImmutableArray<string> settings)
        {
            try
            {
                return experiment.Cells([column], recipes with { Settings = settings });
            }
            catch (RecipeException)
            {
                return null;
            }
        }
    }
}
