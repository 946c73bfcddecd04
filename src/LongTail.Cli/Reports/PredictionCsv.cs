using System.Globalization;
using System.Text;
using LongTail.Foundation;
using LongTail.Pictures;
using LongTail.Prediction;

namespace LongTail.Cli.Reports;

/// <summary>What a network says of some files as comma-separated values, a line per file, those it was not asked about last.</summary>
static class PredictionCsv
{
    /// <summary>By which it can be told from other files.</summary>
    public const string Mark = "path,fault,class,";

    static readonly string[] s_ofClass = ["class", "label", "probability"];

    /// <summary>Columns path, fault, and for each of the likeliest classes class, label and probability, numbered from the second on.</summary>
    /// <param name="report">What is told.</param>
    /// <param name="most">Classes for each picture.</param>
    public static string Write(PredictionReport report, int most)
    {
        int classes = Math.Min(most, report.Network.Card.ClassNames.Length);
        StringBuilder csv = new();
        csv.AppendRow(["path", "fault", .. Enumerable.Range(1, classes).SelectMany(place => s_ofClass.Select(name => place == 1 ? name : $"{name}_{place}"))]);
        foreach (PredictedFile file in report.Files)
            csv.AppendRow([file.Path, file.Fault ?? "", .. Enumerable.Range(0, classes).SelectMany(place => place < file.Top.Length ? Cells(file.Top[place]) : ["", "", ""])]);
        foreach (LeftOut file in report.LeftOut) csv.AppendRow([file.Path, $"not asked about: {file.Reason}", .. Enumerable.Repeat("", classes * s_ofClass.Length)]);
        return csv.ToString();
    }

    static string[] Cells(ClassProbability @class) =>
        [@class.Name, @class.Label.ToString(CultureInfo.InvariantCulture), @class.Probability.ToString(CultureInfo.InvariantCulture)];
}
