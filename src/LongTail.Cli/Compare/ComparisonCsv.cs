using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LongTail.Foundation;
using LongTail.Results;

namespace LongTail.Cli.Compare;

/// <summary>A comparison as comma-separated values. Percentages have four digits behind the point; a cell is empty where there is no number.</summary>
static partial class ComparisonCsv
{
    /// <summary>By which <see cref="OfMethods"/> and <see cref="OfRuns"/> can be told from other files.</summary>
    public const string MethodsMark = "method,preset,", RunsMark = "method,seed,subset_seed,";

    static readonly string[] s_interval = ["mean", "low", "high"];

    /// <summary>One line per method: means and standard deviations, and differences with the ends of their intervals.</summary>
    public static string OfMethods(Comparison comparison)
    {
        StringBuilder csv = new();
        string[] header =
        [
            "method", "preset", "not_trained", "saw_test_labels", "n",
            .. Names().SelectMany(name => new[] { $"{name}_mean", $"{name}_sd" }),
            "peak_mib",
            .. from reference in comparison.References from measure in Measure.Main from part in s_interval select $"{measure.Name}_over_{reference.Label}_{part}",
        ];
        csv.AppendRow(header);
        foreach (ComparisonRow row in comparison.Rows) csv.AppendRow(CellsOf(row, comparison));
        return csv.ToString();
    }

    /// <summary>One line per method and repetition.</summary>
    public static string OfRuns(Comparison comparison)
    {
        StringBuilder csv = new();
        csv.AppendRow(["method", "seed", "subset_seed", "saw_test_labels", .. Names(), "validated_epoch", "best_epoch", "chosen", "peak_mib", "key", "folder", "teacher_key", "teacher_top1"]);
        foreach (ComparisonRow row in comparison.Rows)
            foreach (ComparisonRun run in row.Runs)
                csv.AppendRow(
                [
                    row.Label, Whole(run.Repetition.Seed), Whole(run.Repetition.SubsetSeed), Flag(run.SawTestLabels),
                    .. Quantities.All.SelectMany(group => group.Members).Select(member => Csv.Number(member.Of(run))),
                    run.Result.Selected is { } selected ? Whole(selected.Epoch) : "", Whole(run.Result.Best.Epoch), string.Join(' ', run.Chosen.Select(setting => $"{setting.Name} {setting.Value.ToString(CultureInfo.InvariantCulture)}")), Csv.Number(run.PeakMebibytes), run.Result.Stage.Key.Hex, run.Result.Folder,
                    string.Join(' ', run.Teachers.Select(teacher => teacher.Stage.Key.Hex)), string.Join(' ', run.Teachers.Select(teacher => Csv.Number(100 * run.TeachesWith(teacher).Evaluation!.Top1))),
                ]);
        return csv.ToString();
    }

    static IEnumerable<string> CellsOf(ComparisonRow row, Comparison comparison) =>
    [
        row.Label, row.Method.Preset.Name, row.NotTrained is { } reason ? SafeText.Of(reason, 1000) : "", Flag(row.SawTestLabels), Whole(row.Runs.Length),
        .. Quantities.All.SelectMany(group => group.Members).Select(member => row.Over(member.Of)).SelectMany(measured => new[] { Csv.Number(measured?.Mean), Csv.Number(measured?.Deviation) }),
        row.Runs.Length == 0 ? "" : Csv.Number(row.Runs.Max(run => run.PeakMebibytes)),
        .. from reference in comparison.References from measure in Measure.Main from cell in Difference(row.Over(reference, measure)) select cell,
    ];

    static string[] Difference(RepeatedMeasurement? ahead) => [Csv.Number(ahead?.Mean), Csv.Number(ahead?.Low), Csv.Number(ahead?.High)];

    static IEnumerable<string> Names() =>
        Quantities.All.SelectMany((group, i) => group.Members.Select(member => i == 0 ? Snake(member.Name) : $"{Snake(group.Name)}_{Snake(member.Name)}"));

    static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    static string Flag(bool value) => value ? "true" : "false";

    static string Snake(string name) => Capital().Replace(name, match => "_" + match.Value.ToLowerInvariant());

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
