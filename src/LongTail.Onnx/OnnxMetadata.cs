using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LongTail.Data;
using LongTail.Prediction;
using LongTail.Runs;

namespace LongTail.Onnx;

/// <summary>What an ONNX file says of its network beside the operations: names of the classes, how a picture is brought to size, where the network comes from.</summary>
static class OnnxMetadata
{
    static readonly JsonSerializerOptions s_json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>By key; lists are JSON.</summary>
    public static IEnumerable<(string Key, string Value)> Of(ModelCard card, StoredWeights weights, float[]? shifts)
    {
        yield return ("class_names", JsonSerializer.Serialize(card.ClassNames));
        yield return ("training_images", JsonSerializer.Serialize(card.TrainingImages));
        foreach ((string key, string value) in PictureView.Of(card).ToMetadata()) yield return (key, value);
        yield return ("method", card.Method);
        yield return ("network", card.Network.Label);
        yield return ("data", card.Data.Set);
        if (card.Subset is { } subset) yield return ("classes_of", $"{subset.Group} ({subset.Convention})".ToLowerInvariant());
        yield return ("seed", card.Seed.ToString(CultureInfo.InvariantCulture));
        yield return ("stage", card.Key);
        yield return ("weights", weights == StoredWeights.Last ? "last" : card.ChosenOnValidation ? "best on validation" : "best on test");
        if (shifts is not null) yield return ("shifts", JsonSerializer.Serialize(shifts, s_json));
    }

    /// <summary>The same for people, as far as they need it to use the file.</summary>
    public static string InWords(ModelCard card)
    {
        PictureView view = PictureView.Of(card);
        ImageShape shape = view.Shape;
        return string.Create(CultureInfo.InvariantCulture, $"{OnnxFile.Pixels}: bytes, [N, {shape.Height}, {shape.Width}, {shape.Channels}], 0 to 255, upper row first, {view}. {OnnxFile.Probabilities}: [N, {card.ClassNames.Length}]; class_names in the metadata has the names.");
    }
}
