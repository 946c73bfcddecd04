using System.Globalization;
using System.Text;
using LongTail.Foundation;
using LongTail.Results;

namespace LongTail.Cli.Reports;

/// <summary>A checkpoint's evaluation as comma-separated values, a line per class by label. Shares are percentages; a cell is empty where there is no number.</summary>
static class EvaluationCsv
{
    /// <summary>By which it can be told from other files.</summary>
    public const string Mark = "label,class,group,train_images,";

    static readonly string[] s_header = ["label", "class", "group", "train_images", "test_images", "correct", "taken_for_it", "recall", "recall_low", "recall_high", "precision", "f1"];

    public static string Write(CheckpointReport report, GroupConvention convention)
    {
        StringBuilder csv = new();
        csv.AppendRow(s_header);
        for (int label = 0; label < report.Classes; label++)
        {
            ClassScore score = report.Scores[label];
            WilsonInterval? interval = score.Images > 0 ? WilsonInterval.Of(score.Recall, score.Images) : null;
            csv.AppendRow([
                Whole(label), report.Card.ClassNames[label], convention.GroupOf(report.Counts[label]).Word(),
                Whole(report.Counts[label]), Whole(score.Images), Whole(score.Correct), Whole(score.Predicted),
                Csv.Number(100 * score.Recall), Csv.Number(100 * interval?.Low), Csv.Number(100 * interval?.High), Csv.Number(100 * score.Precision), Csv.Number(100 * score.F1),
            ]);
        }
        return csv.ToString();
    }

    static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
