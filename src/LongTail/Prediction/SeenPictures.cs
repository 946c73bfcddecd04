using LongTail.Data;
using LongTail.Pictures;
using LongTail.Runs;

namespace LongTail.Prediction;

/// <summary>How a trained network sees pictures when it is asked.</summary>
/// <param name="Source">How they are brought to size: as the pictures it was measured on.</param>
/// <param name="Shape">Of each then.</param>
readonly record struct SeenPictures(PictureSource Source, ImageShape Shape)
{
    /// <summary>As a network says that it was trained.</summary>
    public static SeenPictures Of(ModelCard card)
    {
        ImageShape small = card.Data.Pictures is null ? DataCatalog.Find(card.Data.Set).Shape : default;
        PictureSource source = card.Data.Pictures ?? new() { Size = small.Height, ShorterSide = small.Height };
        return new(source, new(source.Size, source.Size, card.Channels));
    }
}
