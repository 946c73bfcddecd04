using System.Text.Json;
using LongTail.Cli.Commands;
using LongTail.Cli.Display;
using LongTail.Foundation;
using LongTail.Runs;

namespace LongTail.Cli.Reports;

/// <summary>A trained network that is put to use, and how.</summary>
/// <param name="Folder">Of the network.</param>
/// <param name="Weights">Which of its weights.</param>
/// <param name="Card">What it is.</param>
/// <param name="Prior">How often the classes come up; null where nothing was said.</param>
sealed record AskedNetwork(string Folder, StoredWeights Weights, ModelCard Card, PriorRequest? Prior)
{
    /// <summary>For people.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"{SafeText.Of(Card.Method)} {Card.Network.Label} trained on {Words.Data(Card.Data)}{Words.Subset(Card.Subset)}{(Weights == StoredWeights.Best ? $", weights that were best on its {(Card.ChosenOnValidation ? "validation images" : "test set")}" : "")}";
        if (Prior is { } asked) yield return $"corrected for classes that {asked.InWords}, with tau {FormattableString.Invariant($"{asked.Tau ?? 1}")}, from {asked.From(Card)}";
    }

    /// <summary>For programs, as properties of the object that is open.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteString("folder", Folder);
        json.WriteString("weights", OptionWords.Weights.Of(Weights));
        json.WriteString("method", Card.Method);
        json.WriteString("network", Card.Network.Label);
        json.WriteNumber("classes", Card.ClassNames.Length);
        if (Prior is not { } asked) return;
        json.WriteString("prior", asked.Name);
        JsonText.Write(json, "correctedByTau", asked.Tau ?? 1);
        json.WriteString("trainedFor", asked.TrainedFor(Card));
    }
}
