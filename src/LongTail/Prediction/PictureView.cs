using System.Collections.Immutable;
using System.Globalization;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Pictures;
using LongTail.Runs;

namespace LongTail.Prediction;

/// <summary>How a trained network sees a picture when it is asked: as the pictures it was measured on. Uses nothing of libtorch.</summary>
/// <remarks>
/// The picture is turned upright as its file says (EXIF), laid on white where it is transparent, brought to size by Pillow's antialiased bilinear filter, cut to the middle square, and made grey by
/// ITU-R BT.601 where the network sees grey. A JPEG file of at least twice the size is decoded at a half, a quarter or an eighth of it first, which moves its pixels by a level or less in the mean.
/// </remarks>
public sealed class PictureView
{
    const string HeightKey = "height", WidthKey = "width", ColoursKey = "colours", ShorterSideKey = "resize_shorter_side", FirstKey = "resize_first_to", MostPixelsKey = "most_pixels", Grey = "grey", Rgb = "RGB";

    internal PictureView(PictureSource source, int channels) => (Source, Shape) = (source, new(source.Size, source.Size, channels));

    /// <summary>Of the pictures that come out: rows, columns, and 3 for red, green and blue or 1 for grey.</summary>
    public ImageShape Shape { get; }

    /// <summary>What a picture's shorter side becomes, in pixels, before its middle is taken.</summary>
    public int ShorterSide => Source.ShorterSide;

    /// <summary>What a picture's shorter side becomes before that, in pixels, where it is longer; 0 for networks that were trained on pictures as they are in their files (data.packedSide).</summary>
    public int PackedSide => Source.PackedSide;

    internal PictureSource Source { get; }

    /// <summary>As a network says that it was trained.</summary>
    public static PictureView Of(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        int small = card.Data.Pictures is null ? DataCatalog.Find(card.Data.Set).Shape.Height : 0;
        return new(card.Data.Pictures ?? new() { Size = small, ShorterSide = small }, card.Channels);
    }

    /// <summary>As the metadata of an ONNX file says that LongTail.Onnx wrote.</summary>
    /// <param name="metadata">By key.</param>
    /// <exception cref="ModelFileException">Something is missing, or is no such size.</exception>
    public static PictureView FromMetadata(IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        try
        {
            PictureSource source = new() { Size = Whole(HeightKey), ShorterSide = Whole(ShorterSideKey), PackedSide = metadata.ContainsKey(FirstKey) ? Whole(FirstKey) : 0 };
            if (metadata.ContainsKey(MostPixelsKey)) source = source with { MostPixels = Whole(MostPixelsKey) };
            if (Whole(WidthKey) != source.Size || source.ShorterSide < source.Size) throw Unfit(WidthKey);
            return new(source, Text(ColoursKey) switch { Rgb => 3, Grey => 1, _ => throw Unfit(ColoursKey) });
        }
        catch (RecipeException unfit)
        {
            throw new ModelFileException($"{unfit.Message} It is what the metadata of the network says.", unfit);
        }

        int Whole(string key) => int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw Unfit(key);

        string Text(string key) => metadata.TryGetValue(key, out string? text) ? text : throw Unfit(key);

        ModelFileException Unfit(string key) => new($"Found the metadata of a network with {(metadata.TryGetValue(key, out string? text) ? SafeText.Quoted(text) : "nothing")} as {key}, expected those of an ONNX file that longtail export wrote.");
    }

    /// <summary>A picture file as the network sees it.</summary>
    /// <param name="path">JPEG, PNG, WebP, BMP or GIF.</param>
    /// <returns>[H, W, K], row by row.</returns>
    /// <exception cref="DataException">It is missing, or no picture.</exception>
    public byte[] Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        DrawnPictures drawn = DrawnPictures.Of([path], this);
        return drawn.FaultOf(0) is { } fault ? throw new DataException($"{path}: {fault} Expected a picture file ({PictureName.Endings}).") : drawn.Bytes.ToArray();
    }

    /// <summary>A picture file in memory as the network sees it.</summary>
    /// <param name="file">All its bytes: JPEG, PNG, WebP, BMP or GIF.</param>
    /// <returns>[H, W, K], row by row.</returns>
    /// <exception cref="DataException">It is no picture.</exception>
    public byte[] Read(ReadOnlyMemory<byte> file) => DrawnPictures.Of(file, this).Bytes.ToArray();

    /// <summary>What <see cref="FromMetadata"/> reads.</summary>
    public ImmutableArray<KeyValuePair<string, string>> ToMetadata() =>
    [
        new(HeightKey, Whole(Shape.Height)),
        new(WidthKey, Whole(Shape.Width)),
        new(ColoursKey, Shape.Channels == 1 ? Grey : Rgb),
        new(ShorterSideKey, Whole(ShorterSide)),
        .. PackedSide > 0 ? (KeyValuePair<string, string>[])[new(FirstKey, Whole(PackedSide))] : [],
        .. Source.MostPixels != new PictureSource().MostPixels ? (KeyValuePair<string, string>[])[new(MostPixelsKey, Whole(Source.MostPixels))] : [],
    ];

    /// <summary>In words, such as "RGB: upright, on white, the shorter side brought to 256 pixels (antialiased, bilinear), and the middle".</summary>
    public override string ToString() =>
        $"{(Shape.Channels == 1 ? Grey : Rgb)}: a picture upright, on white, {(PackedSide > 0 ? $"its shorter side brought to {Whole(PackedSide)} pixels where it is longer, then" : "its shorter side brought")} to {Whole(ShorterSide)} (antialiased, bilinear), and its middle";

    static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
