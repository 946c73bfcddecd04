using System.Collections.Immutable;
using LongTail.Cli.Display;
using LongTail.Data;
using LongTail.Foundation;
using Spectre.Console;

namespace LongTail.Cli.Reports;

/// <summary>How many pictures each class has, the largest class first; of many classes both ends.</summary>
static class ClassSizesTable
{
    const int MostWhole = 50, EachEnd = 15;

    /// <summary>Draws it, and says where the classes are that it has no room for.</summary>
    public static void Write(DataSplit data, GroupConvention convention, IAnsiConsole console)
    {
        ClassCounts train = data.Counts, test = data.Test.Counts;
        ImmutableArray<int> labels = [.. Enumerable.Range(0, train.Classes).OrderByDescending(label => train[label]).ThenBy(label => label)];
        bool isWhole = labels.Length <= MostWhole;
        ClassCounts? validation = data.Validation?.Counts;
        Table table = EvaluationTables.TableOf(["class", "group", "to train on", "to measure on", .. validation is null ? (string[])[] : ["to choose on"]]);
        foreach (int label in isWhole ? labels : labels[..EachEnd]) Add(label);
        if (!isWhole)
        {
            EvaluationTables.AddRow(table, ["...", "", "", "", .. validation is null ? (string[])[] : [""]]);
            foreach (int label in labels[^EachEnd..]) Add(label);
        }
        console.Write(table);
        if (!isWhole) console.Write(new Text(FormattableString.Invariant($"{labels.Length - 2 * EachEnd:N0} classes between them are not shown; --json lists all.\n")));

        void Add(int label) => EvaluationTables.AddRow(table,
        [
            SafeText.Of(data.Train.ClassNames[label], 40), convention.GroupOf(train[label]).Word(), Words.Whole(train[label]), Words.Whole(test[label]),
            .. validation is null ? (string[])[] : [Words.Whole(validation[label])],
        ]);
    }
}
