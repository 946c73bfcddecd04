using System.Collections.Immutable;
using LongTail.Figures;
using LongTail.Figures.Tables;

namespace LongTail.Cli.Reproduce;

/// <summary>A table or figure of the paper: what must be trained for it, and how it is made of what was.</summary>
/// <param name="Name">As on the command line, such as "table1".</param>
/// <param name="Title">What it shows.</param>
abstract record Experiment(string Name, string Title)
{
    /// <summary>The data sets that it may be made for, such as "cifar10-lt-100" or "places-lt".</summary>
    public abstract ImmutableArray<string> Columns { get; }

    /// <summary>Those it is made for when nothing is said.</summary>
    public virtual ImmutableArray<string> Usual => Columns;

    /// <summary>Whether it tells many, medium and few apart.</summary>
    public virtual bool HasGroups => false;

    /// <summary>What its numbers are, a sentence for its page.</summary>
    public virtual string Unit => "Accuracies in %.";

    /// <summary>The networks to train.</summary>
    /// <param name="columns">Some of <see cref="Columns"/>.</param>
    /// <param name="recipes">How.</param>
    public abstract ImmutableArray<Cell> Cells(ImmutableArray<string> columns, PaperRecipes recipes);

    /// <summary>Makes it.</summary>
    /// <param name="columns">Those that were trained.</param>
    /// <param name="measured">What became of the networks.</param>
    /// <param name="confuse">Asks a trained network about its test images.</param>
    public abstract Outcome Make(ImmutableArray<string> columns, Measurements measured, Confuse confuse);

    /// <summary>Which of the paper's rows its authors have from elsewhere, and from where.</summary>
    public virtual ImmutableArray<string> Origins => [];

    /// <summary>In what this differs from the paper beside what is common to all.</summary>
    public ImmutableArray<string> Deviations { get; init; } = [];

    /// <summary>The same of single data sets, by how the names of their columns begin.</summary>
    public ImmutableArray<(string Set, ImmutableArray<string> Texts)> DeviationsBySet { get; init; } = [];

    /// <summary>All that holds for some of the columns, each once.</summary>
    public ImmutableArray<string> DeviationsOf(ImmutableArray<string> columns) =>
        [.. DeviationsBySet.Where(own => columns.Any(column => column.StartsWith(own.Set, StringComparison.Ordinal))).SelectMany(own => own.Texts).Distinct(), .. Deviations];
}

/// <summary>Counts what a trained network takes for what.</summary>
delegate Results.Confusion Confuse(Runs.StageResult network);

/// <summary>A finished table or figure.</summary>
/// <param name="Table">Numbers beside the paper's; null where the paper gives none.</param>
/// <param name="Pictures">By name without an ending; drawn when the numbers are safe, since drawing needs a font of the system.</param>
sealed record Outcome(ComparedTable? Table, ImmutableArray<(string Name, Func<Picture> Draw)> Pictures)
{
    /// <summary>What the pictures show, where <see cref="Table"/> does not say it.</summary>
    public ImmutableArray<NumberTable> Numbers { get; init; } = [];
}
