using System.Globalization;
using System.Text;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Tools.WriteResults.Reading;

namespace LongTail.Tools.WriteResults.Pages;

/// <summary>curves.csv: one row per method, seed and epoch, for those who draw their own charts. Accuracies are percentages, empty where an epoch was not evaluated.</summary>
static class CurvesCsv
{
    /// <summary>Writes the file.</summary>
    public static string Write(Claim claim)
    {
        string[] terms = [.. claim.Experiment.Networks.SelectMany(network => network.History).SelectMany(epoch => epoch.Terms).Select(term => term.Name).Distinct()];
        StringBuilder csv = new();
        Add(["method", "seed", "epoch", "learning_rate", "loss", .. terms.Select(term => $"loss_{term}"), .. claim.Metrics.Select(metric => Snake(metric.Key)), "images_per_second"]);
        foreach (TrainedNetwork network in claim.Experiment.Networks)
            foreach (EpochRecord epoch in network.History)
                Add([
                    network.Card.Method, Whole(network.Card.Seed), Whole(epoch.Epoch), Number(epoch.LearningRate), Number(epoch.Loss),
                    .. terms.Select(term => Number(epoch.Terms.Where(known => known.Name == term).Select(known => (double?)known.Value).FirstOrDefault())),
                    .. claim.Metrics.Select(metric => Number(epoch.Evaluation is { } evaluation ? metric.Of(evaluation) : null)),
                    Number(epoch.Images / epoch.TrainSeconds),
                ]);
        return csv.ToString();

        void Add(IEnumerable<string> cells) => csv.Append(Csv.Line(cells)).Append('\n');
    }

    static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Six significant digits: more than the noise between seeds can fill.</summary>
    static string Number(double? value) => value?.ToString("G6", CultureInfo.InvariantCulture) ?? "";

    static string Snake(string key) => string.Concat(key.Select(letter => char.IsUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : letter.ToString()));
}
