using LongTail.Augmentation;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Imaging;
using LongTail.Pictures;

namespace LongTail.Prediction;

/// <summary>Some pictures as a network sees them when it is measured, in managed memory.</summary>
/// <param name="view">How.</param>
/// <param name="count">B.</param>
sealed class DrawnPictures(PictureView view, int count)
{
    const int Rgb = 3;

    readonly byte[] _bytes = new byte[count * view.Shape.Bytes];
    readonly string?[] _faults = new string?[count];

    /// <summary>[B, H, W, K]; black where there is no picture.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Why a picture is not there; null where it is.</summary>
    public string? FaultOf(int row) => _faults[row];

    /// <summary>Decodes files on several threads.</summary>
    public static DrawnPictures Of(IReadOnlyList<string> files, PictureView view)
    {
        DrawnPictures drawn = new(view, files.Count);
        Parallel.For(0, files.Count, row =>
        {
            try
            {
                drawn.Draw(row, PictureFile.Open(files[row], view.Source.MostPixels));
            }
            catch (PictureException fault)
            {
                drawn._faults[row] = $"{fault.Message}.";
            }
            catch (DataException fault)
            {
                drawn._faults[row] = fault.Message;
            }
        });
        return drawn;
    }

    /// <summary>Decodes a file in memory.</summary>
    /// <exception cref="DataException">It gives no picture.</exception>
    public static DrawnPictures Of(ReadOnlyMemory<byte> file, PictureView view)
    {
        DrawnPictures drawn = new(view, 1);
        try
        {
            drawn.Draw(0, Picture.Open(file, view.Source.MostPixels));
            return drawn;
        }
        catch (PictureException fault)
        {
            throw new DataException($"Found {file.Length} bytes that cannot be drawn: {fault.Message}. Expected a picture file ({PictureName.Endings}).", fault);
        }
    }

    void Draw(int row, IPicture file)
    {
        (PictureSource source, ImageShape shape) = (view.Source, view.Shape);
        using IPicture picture = PicturesInFiles.AtPackedSide(file, source.PackedSide);
        Span<byte> room = _bytes.AsSpan(row * shape.Bytes, shape.Bytes);
        DrawPicture draw = PictureViews.ForTesting(source);
        if (shape.Channels == Rgb)
        {
            draw(picture, default, room);
            return;
        }
        byte[] coloured = new byte[source.Size * source.Size * Rgb];
        draw(picture, default, coloured);
        for (int i = 0; i < room.Length; i++) room[i] = (byte)ColorChanges.Grey(coloured[i * Rgb], coloured[i * Rgb + 1], coloured[i * Rgb + 2]);
    }
}
