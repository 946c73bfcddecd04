using System.Globalization;
using System.Text.Json;
using LongTail.Data;
using LongTail.Pictures;
using LongTail.Prediction;
using LongTail.Runs;

namespace LongTail.Onnx;

/// <summary>What an ONNX file says of its network beside the operations: names of the classes, how a picture is brought to size, where the network comes from.</summary>
static class OnnxMetadata
{
    /// <summary>By key; lists are JSON.</summary>
    public static IEnumerable<(string Key, string Value)> Of(ModelCard card, StoredWeights weights, double[]? shifts)
    {
        (PictureSource source, ImageShape shape) = SeenPictures.Of(card);
        yield return ("class_names", JsonSerializer.Serialize(card.ClassNames));
        yield return ("training_images", JsonSerializer.Serialize(card.TrainingImages));
        yield return ("height", Whole(shape.Height));
        yield return ("width", Whole(shape.Width));
        yield return ("colours", Colours(shape));
        yield return ("resize_shorter_side", Whole(source.ShorterSide));
        yield return ("method", card.Method);
        yield return ("network", card.Network.Label);
        yield return ("data", card.Data.Set);
        yield return ("seed", Whole(card.Seed));
        yield return ("stage", card.Key);
        yield return ("weights", weights == StoredWeights.Last ? "last" : "best");
        if (shifts is not null) yield return ("shifts", JsonSerializer.Serialize(shifts));
    }

    /// <summary>The same for people, as far as they need it to use the file.</summary>
    public static string InWords(ModelCard card)
    {
        (PictureSource source, ImageShape shape) = SeenPictures.Of(card);
        return $"{OnnxFile.Pixels}: bytes, [N, {Whole(shape.Height)}, {Whole(shape.Width)}, {Whole(shape.Channels)}], {Colours(shape)}, upper row first, 0 to 255. "
            + $"Bring a picture's shorter side to {Whole(source.ShorterSide)} pixels (antialiased, bilinear) and cut the middle. {OnnxFile.Probabilities}: [N, {Whole(card.ClassNames.Length)}]; class_names in the metadata has the names.";
    }

    static string Colours(ImageShape shape) => shape.Channels == 1 ? "grey" : "RGB";

    static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
